import { describe, expect, test } from 'vitest'
import { volumeLabels } from '../../../src/stages/volume/volume-labels.ts'
import { type Event, makeEvents } from '../../../src/tables/events.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { labelNames } from '../../../src/tables/keys.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { closedUp } from '../../../src/tables/own-times.ts'
import { makeSignals } from '../../../src/tables/signals.ts'
import { f64Of, i32Of, type Table, wordsOf } from '../../../src/tables/table.ts'
import { exampleRecording } from './example-volumes.ts'

const values = Float32Array.from({ length: 20 }, (_, i) => i)
const segment = { channels: ['a', 'b'], startS: 0, rateHz: 1 / 2.5, values, index: 0 }
const signals = makeSignals(exampleRecording, [segment], 'arbitrary')
const event = (onsetS: number, durationS: number, label: string): Event => ({
  onsetS,
  durationS,
  label,
})
const events = [event(0, 5, 'rest'), event(5, 5, 'face'), event(17.5, 5, 'house')]

function labelled(options: object, list = events) {
  const tables = { events: makeEvents(exampleRecording, list) }
  const parsed = volumeLabels.options.parse(options)
  return volumeLabels.run(signals, parsed, { tables, seed: 0 }) as Table<'features'>
}

describe('volumeLabels', () => {
  test('a row for each volume whose time lies in an event, the end excluded', () => {
    const table = labelled({})
    expect(wordsOf(table, 'event')).toEqual(['face', 'face', 'house', 'house'])
    expect([...i32Of(table, 'window')]).toEqual([2, 3, 7, 8])
    expect([...f64Of(table, 'startS')]).toEqual([5, 7.5, 17.5, 20])
    expect([...f64Of(table, 'endS')]).toEqual([7.5, 10, 20, 22.5])
    expect([...matrixOf(table).values]).toEqual([2, 12, 3, 13, 7, 17, 8, 18])
    expect(labelNames(table)).toEqual(['task', 'event'])
  })

  test('keeps the events asked for, later by the shift', () => {
    const table = labelled({ events: ['rest', 'face'], shiftS: 2.5 })
    expect(wordsOf(table, 'event')).toEqual(['rest', 'rest', 'face', 'face'])
    expect([...i32Of(table, 'window')]).toEqual([1, 2, 3, 4])
  })

  test('where events overlap the later one in the table counts', () => {
    const table = labelled({}, [event(0, 10, 'a'), event(5, 2.5, 'b')])
    expect(wordsOf(table, 'event')).toEqual(['a', 'a', 'b', 'a'])
  })

  test('the volumes of an event make one row, their mean, where that is asked for', () => {
    const table = labelled({ average: true })
    expect(wordsOf(table, 'event')).toEqual(['face', 'house'])
    expect([...i32Of(table, 'window')]).toEqual([2, 7])
    expect([...f64Of(table, 'endS')]).toEqual([10, 22.5])
    expect([...matrixOf(table).values]).toEqual([2.5, 12.5, 7.5, 17.5])
  })

  test('an event is one row, also where censored scans or another event lie in it', () => {
    const part = { channels: ['a'], rateHz: 1 / 2.5 }
    const two = makeSignals(
      exampleRecording,
      [
        { ...part, startS: 0, values: Float32Array.of(1, 2), index: 0 },
        { ...part, startS: 7.5, values: Float32Array.of(6, 9, 5), index: 1 },
      ],
      'arbitrary',
    )
    const list = [event(2.5, 12.5, 'face'), event(10, 2.5, 'house')]
    const tables = { events: makeEvents(exampleRecording, list) }
    const given = volumeLabels.options.parse({ average: true })
    const table = volumeLabels.run(two, given, { tables, seed: 0 }) as Table<'features'>
    expect(wordsOf(table, 'event')).toEqual(['face', 'house'])
    expect([...i32Of(table, 'window')]).toEqual([1, 4])
    expect([...f64Of(table, 'endS')]).toEqual([15, 12.5])
    expect([...matrixOf(table).values]).toEqual([Math.fround(13 / 3), 9])
  })

  test('times that were closed up have no labels', () => {
    const tables = { events: makeEvents(exampleRecording, events) }
    const given = volumeLabels.options.parse({})
    expect(() => volumeLabels.run(closedUp(signals), given, { tables, seed: 0 })).toThrow(/split/)
  })

  test('events between volumes leave no row and a note', () => {
    const table = labelled({}, [event(1, 1, 'face')])
    expect(table.rows).toBe(0)
    expect(notesOf(table)).toHaveLength(1)
  })

  test('refuses a recording without such events', () => {
    expect(() => labelled({ events: ['cat'] })).toThrow(/events-missing.*"face"/)
    expect(() => labelled({}, [event(0, 9, 'rest')])).toThrow(/events-missing/)
  })
})
