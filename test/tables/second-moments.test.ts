import { describe, expect, test } from 'vitest'
import { covariance } from '../../src/stages/feature/covariance.ts'
import { makeMatrices, matrixOf } from '../../src/tables/features.ts'
import { secondMomentsOf } from '../../src/tables/second-moments.ts'
import { type Table, textOf } from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { cspWindows } from '../csp-golden.ts'

const why = 'matrices are stored in f32'
const windows = cspWindows(2)
const options = covariance.options.parse({ estimator: 'sample', center: false })
const matrices = covariance.run(windows, options, { tables: {}, seed: 0 }) as Table<'matrices'>

describe('secondMomentsOf', () => {
  const [own, stored] = [secondMomentsOf(windows, 'csp'), secondMomentsOf(matrices, 'csp')]
  const members = [0, 2, 3]

  test('matrices say of each window what its samples say', () => {
    expect(stored.channels).toEqual(own.channels)
    expect(stored.rows).toEqual(own.rows.map((_, i) => i))
    const filters = Float64Array.of(1, -2, 0.5, 0, 1, 1)
    const powers = own.powers(4, members, filters)
    expectClose(stored.powers(4, members, filters), [...powers], { relative: 1e-5, why })
    const means = [own.mean([1, 2, 3], members), stored.mean([1, 2, 3], members)]
    const samples = 3 * 80
    const scaled = means[0].map((value) => (value * (samples - 1)) / samples)
    expectClose(means[1], [...scaled], { relative: 1e-5, why })
  })

  test('features of both stand for the same windows', () => {
    const values = Float32Array.from(own.rows, (_, i) => i)
    const [a, b] = [own.features(values, ['x']), stored.features(values, ['x'])]
    expect(matrixOf(b)).toEqual(matrixOf(a))
    expect(b.meta).toMatchObject({ names: '["x"]', unit: '1', labels: a.meta.labels })
  })

  test('rows that are no square matrices are refused', () => {
    const one = textOf(['a'])
    const keys = { subject: one, session: one, run: one, recording: one }
    const spans = { window: Int32Array.of(0), startS: Float64Array.of(0), endS: Float64Array.of(1) }
    const odd = makeMatrices(keys, spans, Float32Array.of(1, 2, 3), { labels: '[]' })
    expect(() => secondMomentsOf(odd, 'csp')).toThrow(/length-mismatch/)
  })
})
