import { describe, expect, test } from 'vitest'
import { edges } from '../../../src/stages/feature/edges.ts'
import { makeMatrices, matrixOf } from '../../../src/tables/features.ts'
import { keysFor } from '../../../src/tables/keys.ts'
import { f64Of, i32Of, type Table, wordsOf } from '../../../src/tables/table.ts'

const recording = { subject: 'S1', session: '1', run: '1', recording: 'S1', labels: {} }

function graphs(values: number[], names: string[], rows: number) {
  const spans = {
    window: Int32Array.from({ length: rows }, (_, r) => r),
    startS: Float64Array.from({ length: rows }, (_, r) => 10 * r),
    endS: Float64Array.from({ length: rows }, (_, r) => 10 * r + 20),
  }
  const meta = { labels: '[]', names: JSON.stringify(names) }
  return makeMatrices(keysFor(recording, rows), spans, Float32Array.from(values), meta)
}

const run = (table: Table, options: object = {}) => {
  const given = edges.options.parse(options)
  return edges.run(table, given, { tables: {}, seed: 0 }) as Table<'features'>
}

describe('edges', () => {
  test('are rows with both names, both numbers and the weight', () => {
    const two = graphs([1, 0.5, 0.5, 1, 1, 0, 0, 1, 1, -2, -2, 1], ['left', 'right'], 3)
    const out = run(two)
    expect([...matrixOf(out).values]).toEqual([0, 1, 0.5, 0, 1, -2])
    expect([wordsOf(out, 'from'), wordsOf(out, 'to')]).toEqual([
      ['left', 'left'],
      ['right', 'right'],
    ])
    expect([...i32Of(out, 'window')]).toEqual([0, 2])
    expect([...f64Of(out, 'startS')]).toEqual([0, 20])
    expect(JSON.parse(out.meta.labels ?? '')).toEqual(['from', 'to'])
    expect(wordsOf(out, 'subject')).toEqual(['S1', 'S1'])
  })

  test('weak pairs are left out; nothing stays nothing', () => {
    const one = graphs([1, 0.5, 0.5, 1], ['a', 'b'], 1)
    expect(run(one, { above: 0.5 }).rows).toBe(0)
    expect(run(graphs([], ['a', 'b'], 0)).rows).toBe(0)
  })

  test('rows that are no square are refused', () => {
    expect(() => run(graphs([1, 2, 3], ['a', 'b'], 1))).toThrow(/length-mismatch/)
  })
})
