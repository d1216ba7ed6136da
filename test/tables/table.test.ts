import { describe, expect, test } from 'vitest'
import { decodeTable, encodeTable } from '../../src/tables/ipc.ts'
import { labelNames } from '../../src/tables/keys.ts'
import { notesOf, withNote } from '../../src/tables/note.ts'
import { concatTables, takeRows } from '../../src/tables/rows.ts'
import { makeSignals, segmentsOf, withChannels, withSamples } from '../../src/tables/signals.ts'
import {
  codesOf,
  column,
  columnNames,
  f64,
  f64Of,
  i32Of,
  listsOf,
  makeTable,
  textOf,
  wordsOf,
} from '../../src/tables/table.ts'

const who = {
  subject: 'A',
  session: '1',
  run: '1',
  recording: 'A_1',
  labels: { task: 'rest', age: 21 },
}

function signals(samples = [4, 4], recording = who) {
  const segments = samples.map((t, index) => ({
    channels: ['C3', 'C4'],
    startS: index * 2,
    rateHz: 2,
    index,
    values: Float32Array.from({ length: 2 * t }, (_, i) => i + 100 * index),
  }))
  return makeSignals(recording, segments, 'uV')
}

describe('tables', () => {
  test('a signals table keeps keys, labels and unit, and its blocks are views', () => {
    const table = signals()
    expect(columnNames(table)).toEqual([
      'subject',
      'session',
      'run',
      'recording',
      'task',
      'age',
      'segment',
      'channel',
      'startS',
      'rateHz',
      'samples',
    ])
    expect(labelNames(table)).toEqual(['task', 'age'])
    expect(Array.from(f64Of(table, 'age'))).toEqual([21, 21, 21, 21])
    const [first, second] = segmentsOf(table)
    expect(first.channels).toEqual(['C3', 'C4'])
    expect(second).toMatchObject({ from: 2, to: 4, startS: 2, samples: 4 })
    expect(second.values.buffer).toBe(listsOf(table, 'samples').values.buffer)
  })

  test('segments of different lengths make a ragged column', () => {
    const table = signals([3, 5])
    expect(listsOf(table, 'samples').size).toBe(-1)
    expect(segmentsOf(table).map((s) => s.samples)).toEqual([3, 5])
  })

  test('a file gives back the same table, and the same bytes again', () => {
    for (const table of [signals(), signals([3, 5]), signals([])]) {
      const bytes = encodeTable(table)
      const back = decodeTable(bytes)
      expect(back.kind).toBe('signals')
      expect(back.meta).toEqual(table.meta)
      expect(columnNames(back)).toEqual(columnNames(table))
      expect(wordsOf(back, 'channel')).toEqual(wordsOf(table, 'channel'))
      expect(Array.from(listsOf(back, 'samples').values)).toEqual(
        Array.from(listsOf(table, 'samples').values),
      )
      expect(Buffer.from(encodeTable(back)).equals(Buffer.from(bytes))).toBe(true)
    }
  })

  test('columns of a file have the rows of the table, not its padding', () => {
    const odd = takeRows(signals([3, 5]), [0, 2, 3])
    const back = decodeTable(encodeTable(odd))
    expect(i32Of(back, 'segment')).toEqual(Int32Array.of(0, 1, 1))
    expect(wordsOf(back, 'channel')).toEqual(['C3', 'C3', 'C4'])
    expect(f64Of(back, 'age')).toHaveLength(3)
    expect(listsOf(back, 'samples')).toEqual(listsOf(odd, 'samples'))
  })

  test('tables without rows are left out of a concatenation', () => {
    const both = concatTables([signals([]), signals(), signals([])])
    expect(listsOf(both, 'samples').size).toBe(4)
    expect(concatTables([signals([]), signals([])]).rows).toBe(0)
  })

  test('columns that share one array are each written in full', () => {
    const times = Float64Array.of(1, 2)
    const word = textOf(['x', 'y'])
    const table = makeTable('features', { a: f64(times), b: f64(times), c: word, d: word })
    const back = decodeTable(encodeTable(table))
    expect([...f64Of(back, 'a'), ...f64Of(back, 'b')]).toEqual([1, 2, 1, 2])
    expect([...wordsOf(back, 'c'), ...wordsOf(back, 'd')]).toEqual(['x', 'y', 'x', 'y'])
  })

  test('bytes that are no table end in file-corrupt', () => {
    expect(() => decodeTable(new Uint8Array(40), 'x.arrow')).toThrow(/file-corrupt/)
  })

  test('new samples share every other column', () => {
    const table = signals()
    const half = withSamples(
      table,
      segmentsOf(table).map((s) => s.values.slice(0, 4)),
      1,
    )
    expect(column(half, 'channel').values).toBe(column(table, 'channel').values)
    expect(segmentsOf(half)[1]).toMatchObject({ rateHz: 1, samples: 2 })
  })

  test('another set of channels keeps the keys', () => {
    const table = signals()
    const one = withChannels(
      table,
      segmentsOf(table).map((s) => ({
        ...s,
        channels: ['C3'],
        values: s.values.subarray(0, s.samples),
      })),
    )
    expect(wordsOf(one, 'task')).toEqual(['rest', 'rest'])
    expect(segmentsOf(one)[1].values[0]).toBe(100)
  })

  test('concatenation merges dictionaries, rows are taken in any order', () => {
    const other = { ...who, subject: 'B', recording: 'B_1', labels: { task: 'count', age: 30 } }
    const both = concatTables([signals(), signals([4], other)])
    expect(codesOf(both, 'task').dictionary).toEqual(['rest', 'count'])
    expect(segmentsOf(both)).toHaveLength(3)
    const taken = takeRows(both, [5, 0])
    expect(wordsOf(taken, 'subject')).toEqual(['B', 'A'])
    expect(Array.from(listsOf(taken, 'samples').values)).toEqual([4, 5, 6, 7, 0, 1, 2, 3])
  })

  test('notes gather in order', () => {
    const noted = withNote(withNote(signals(), { stage: 'a', says: 'x' }), {
      stage: 'b',
      says: 'y',
    })
    expect(notesOf(noted).map((note) => note.stage)).toEqual(['a', 'b'])
  })
})
