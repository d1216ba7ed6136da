import { describe, expect, test } from 'vitest'
import { pca } from '../../../src/stages/feature/pca.ts'
import { makeFeatures, matrixOf } from '../../../src/tables/features.ts'
import { keysFor, labelsMeta } from '../../../src/tables/keys.ts'
import { takeRows } from '../../../src/tables/rows.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { recordingOf } from '../../fixtures/tables.ts'
import { hashed, linalgGolden, times, transposed } from '../../linalg-golden.ts'

interface Case {
  name: string
  rows: number
  cols: number
  count: number
  x?: number[]
  scores: number[]
  share90: number
}
const context = { tables: {}, seed: 0 }

function features(values: ArrayLike<number>, cols: number): Table<'features'> {
  const rows = values.length / cols
  const window = Int32Array.from({ length: rows }, (_, r) => r)
  const spans = { window, startS: Float64Array.from(window), endS: Float64Array.from(window) }
  const meta = labelsMeta(recordingOf())
  return makeFeatures(keysFor(recordingOf(), rows), spans, Float32Array.from(values), meta)
}

function run(train: Table, input: Table, options = {}): Table<'features'> {
  const given = pca.options.parse(options)
  return pca.apply(input, pca.fit(train, given, context), given) as Table<'features'>
}

describe('pca', () => {
  test.each(linalgGolden<Case[]>('pca.json'))('$name equals scikit-learn', (golden) => {
    const { rows, cols, count, share90 } = golden
    const table = features(golden.x ?? hashed(rows, cols), cols)
    const out = run(table, takeRows(table, [0, 1, 2]), { components: count })
    const why = 'features are stored in f32'
    expectClose(matrixOf(out).values, golden.scores, { relative: 1e-6, why })
    expect(matrixOf(run(table, table, { components: 0.9 })).cols).toBe(share90)
    expect(JSON.parse(out.meta.names)[0]).toBe('pc1')
  })

  test('whitened components are uncorrelated, with variance 1', () => {
    const table = features(hashed(40, 5), 5)
    const { values } = matrixOf(run(table, table, { components: 3, whiten: true }))
    const products = times(transposed(values, 40), values, 3).map((v) => v / 39)
    const why = 'features are stored in f32'
    expectClose(products, [1, 0, 0, 0, 1, 0, 0, 0, 1], { absolute: 1e-5, why })
  })

  test('the share of variance is told', () => {
    const table = features([0, 0, 3, 4, 6, 8], 2)
    const given = pca.options.parse({ components: 1 })
    expect(pca.describe?.(pca.fit(table, given, context))).toEqual({ components: 1, explained: 1 })
  })

  test('too many components, NaN in training and other widths are refused', () => {
    const table = features(hashed(4, 6), 6)
    expect(() => run(table, table, { components: 4 })).toThrow(/stage-options.*most 3/)
    expect(() => run(takeRows(table, [0]), table)).toThrow(/stage-options/)
    expect(() => run(table, features(hashed(4, 5), 5))).toThrow(/length-mismatch/)
    const spoilt = features(hashed(4, 6).with(7, NaN), 6)
    expect(() => run(spoilt, table)).toThrow(/non-finite.*window 1, feature 1/)
  })
})
