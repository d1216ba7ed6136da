import { describe, expect, test } from 'vitest'
import { selectFeatures } from '../../../src/stages/feature/select-features.ts'
import { makeFeatures, matrixOf } from '../../../src/tables/features.ts'
import { keysFor, labelsMeta } from '../../../src/tables/keys.ts'
import type { Table } from '../../../src/tables/table.ts'
import { recordingOf } from '../../fixtures/tables.ts'

function features(values: readonly number[], cols: number): Table<'features'> {
  const rows = values.length / cols
  const window = Int32Array.from({ length: rows }, (_, r) => r)
  const spans = { window, startS: Float64Array.from(window), endS: Float64Array.from(window) }
  const names = JSON.stringify(Array.from({ length: cols }, (_, d) => `v${d}`))
  const meta = { ...labelsMeta(recordingOf()), names }
  return makeFeatures(keysFor(recordingOf(), rows), spans, Float32Array.from(values), meta)
}

function run(train: Table, y: readonly number[], options: object, classes = ['a', 'b']) {
  const given = selectFeatures.options.parse(options)
  const context = { tables: {}, seed: 0, target: { classes, y: Float64Array.from(y) } }
  const fitted = selectFeatures.fit(train, given, context)
  const out = selectFeatures.apply(train, fitted, given) as Table<'features'>
  return { out, facts: selectFeatures.describe?.(fitted) }
}

describe('selectFeatures', () => {
  const table = features([0, 5, 1, 0, 1, 4, 0, 1, 0, 6, 9, 1, 1, 5, 8, 2], 4)

  test('keeps what differs between the classes, with its name', () => {
    const { out, facts } = run(table, [0, 0, 1, 1], { count: 1 })
    expect([...matrixOf(out).values]).toEqual([1, 0, 9, 8])
    expect([out.meta.names, facts]).toEqual(['["v2"]', { kept: 1, of: 4 }])
    expect(matrixOf(run(table, [0, 0, 1, 1], { percent: 50 }).out).cols).toBe(2)
  })

  test('a target that is a number is met by a straight line', () => {
    expect(run(table, [5, 4, 6, 5], { count: 1 }, []).out.meta.names).toBe('["v1"]')
  })

  test('one class, NaN, too small a share and two ways to choose are refused', () => {
    expect(() => run(table, [0, 0, 0, 0], { count: 1 })).toThrow(/one-class/)
    expect(() => run(features([1, NaN, 2, 3, 4, 5], 2), [0, 1, 1], { count: 1 })).toThrow(
      /non-finite/,
    )
    expect(() => run(table, [0, 0, 1, 1], { count: 1, percent: 5 })).toThrow(/exactly one/)
  })
})
