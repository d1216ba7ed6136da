import { describe, expect, test } from 'vitest'
import { spdMean } from '../../../src/kernels/spd-mean.ts'
import { subjectCenter } from '../../../src/stages/feature/subject-center.ts'
import { makeFeatures, makeMatrices, matrixOf } from '../../../src/tables/features.ts'
import { keysFor, labelsMeta } from '../../../src/tables/keys.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { exampleTable, recordingOf } from '../../fixtures/tables.ts'
import { identity, linalgGolden } from '../../linalg-golden.ts'
import { spatialGolden } from '../../spatial-golden.ts'

interface Case {
  size: number
  matrices: number[]
  centred: number[]
}
const context = { tables: {}, seed: 0 }

function tableOf(kind: 'features' | 'matrices', values: readonly number[], rows: number) {
  const make = kind === 'features' ? makeFeatures : makeMatrices
  const window = Int32Array.from({ length: rows }, (_, r) => r)
  const spans = { window, startS: Float64Array.from(window), endS: Float64Array.from(window) }
  const meta = { unit: 'uV²', ...labelsMeta(recordingOf()) }
  return make(keysFor(recordingOf(), rows), spans, Float32Array.from(values), meta)
}

function run(table: Table, options = {}): Table<'features' | 'matrices'> {
  const given = subjectCenter.options.parse(options)
  return subjectCenter.run(table, given, context) as Table<'features' | 'matrices'>
}

describe('subjectCenter', () => {
  test.each(linalgGolden<Case[]>('riemann.json'))('matrices of $size equal pyRiemann', (golden) => {
    const { size, matrices, centred } = golden
    const out = run(tableOf('matrices', matrices, matrices.length / size ** 2))
    const why = 'matrices are stored in f32, their condition number is up to 1e6'
    const relative = size === 6 ? 1e-4 : 1e-6
    expectClose(matrixOf(out).values, centred, { relative, why })
    const { mean } = spdMean(matrixOf(out).values, size, 'riemann')
    expectClose(mean, identity(size), { absolute: 1e-5, why: 'stored in f32' })
    expect(out.meta.unit).toBe('1')
  })

  test('stretched by their mean squared distance they equal pyRiemann', () => {
    const out = run(tableOf('matrices', spatialGolden.centred, 12), { scale: true })
    const why = 'matrices are stored in f32'
    expectClose(matrixOf(out).values, spatialGolden.scaled, { relative: 1e-5, why })
  })

  test('features get mean 0 and deviation 1, what is constant becomes 0, NaN stays', () => {
    const out = run(tableOf('features', [1, 5, NaN, 3, 5, 2, 2, 5, 4], 3))
    const s = Math.sqrt(1.5)
    const expected = [-s, 0, NaN, s, 0, -1, 0, 0, 1]
    expectClose(matrixOf(out).values, expected, { absolute: 1e-6, why: 'stored in f32' })
  })

  test('a method for the other kind is refused, in the plan and in the run', () => {
    const method = 'riemann' as const
    const features = exampleTable('features')
    expect(
      subjectCenter.shape?.({ kind: 'features' }, { method, scale: false }).issues,
    ).toHaveLength(1)
    expect(() => run(features, { method })).toThrow(/stage-options/)
    expect(() => run(exampleTable('matrices'), { method: 'zscore' })).toThrow(/stage-options/)
  })

  test('a matrix that is not positive definite is named', () => {
    const bad = tableOf('matrices', [2, 0, 0, 3, 1, 1, 1, 1], 2)
    expect(() => run(bad)).toThrow(/rank-deficient.*window 1/)
  })
})
