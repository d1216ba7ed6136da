import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covariance, type Estimator } from '../../src/kernels/covariance.ts'
import { expectClose } from '../close.ts'
import { linalgGolden, normals } from '../linalg-golden.ts'

type Case = { channels: number; samples: number; x: number[] } & Record<Estimator, number[]>
const estimators: Estimator[] = ['sample', 'oas', 'ledoitWolf']
const golden = linalgGolden<Case[]>('covariance.json')

test.each(golden)('$channels x $samples equals NumPy and scikit-learn', (golden) => {
  for (const estimator of estimators) {
    const found = covariance(golden.x, golden.channels, estimator)
    expectClose(found, golden[estimator], { relative: 1e-12, why: 'the same sums in f64' })
  }
})

test('a NaN takes its own row and column, or all where the estimate is shrunk', () => {
  const x = [1, 2, 4, 3, NaN, 5, 0, 1, 0]
  const bad = [...covariance(x, 3, 'sample')].map(Number.isNaN)
  expect(bad).toEqual([false, true, false, true, true, true, false, true, false])
  for (const estimator of ['oas', 'ledoitWolf'] as const) {
    expect(covariance(x, 3, estimator).every(Number.isNaN)).toBe(true)
  }
})

test('one sample, or values that are no block, are refused', () => {
  expect(() => covariance([1, 2], 2, 'oas')).toThrow(RangeError)
  expect(() => covariance([1, 2, 3], 2, 'sample')).toThrow(RangeError)
})

describe('properties', () => {
  const estimator = fc.constantFrom(...estimators)

  test('a constant added to a channel changes nothing, a factor of two gives four', () => {
    const law = fc.property(estimator, fc.nat(1000), (how, seed) => {
      const x = normals(4 * 30, seed)
      const cov = covariance(x, 4, how)
      const why = 'rounding'
      const moved = x.map((v, i) => v + Math.floor(i / 30) * 10)
      expectClose(covariance(moved, 4, how), cov, { relative: 1e-12, why })
      const twice = covariance(
        x.map((v) => 2 * v),
        4,
        how,
      )
      expectClose(
        twice,
        cov.map((v) => 4 * v),
        { relative: 1e-12, why },
      )
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('shrinkage keeps the trace and brings the rest nearer to 0', () => {
    const law = fc.property(fc.nat(1000), (seed) => {
      const x = normals(5 * 8, seed)
      const trace = (c: Float64Array) => c[0] + c[6] + c[12] + c[18] + c[24]
      const sample = covariance(x, 5, 'sample').map((v) => (v * 7) / 8)
      for (const how of ['oas', 'ledoitWolf'] as const) {
        const shrunk = covariance(x, 5, how)
        expectClose([trace(shrunk)], [trace(sample)], { relative: 1e-12, why: 'rounding' })
        expect(Math.abs(shrunk[1])).toBeLessThanOrEqual(Math.abs(sample[1]))
      }
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
