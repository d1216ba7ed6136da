import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splineWeights } from '../../src/kernels/cubic-spline.ts'
import { expectClose } from '../close.ts'
import { timeseries } from '../timeseries-golden.ts'

function interpolate(knots: number[], values: number[], times: number[]) {
  const weights = splineWeights(Float64Array.from(knots), Float64Array.from(times))
  return times.map((_, m) =>
    values.reduce((sum, value, j) => sum + weights[m * knots.length + j] * value, 0),
  )
}

describe('splineWeights', () => {
  test('agrees with SciPy for one knot to many, inside and beyond', () => {
    for (const { knots, values, times, expected } of timeseries.splines) {
      expectClose(interpolate(knots, values, times), expected, {
        relative: 1e-10,
        why: 'the same system in another order',
      })
    }
  })

  test('refuses knots that do not ascend', () => {
    expect(() => splineWeights(Float64Array.of(0, 1, 1), Float64Array.of(0))).toThrow(RangeError)
  })

  test('properties: a cubic polynomial is its own spline', () => {
    const coefficient = fc.double({ min: -2, max: 2, noNaN: true })
    fc.assert(
      fc.property(fc.tuple(coefficient, coefficient, coefficient, coefficient), ([a, b, c, d]) => {
        const f = (t: number) => a + t * (b + t * (c + t * d))
        const knots = [0, 0.7, 1.1, 2, 3.3, 3.9]
        const times = [-0.5, 0.2, 1.5, 2.7, 3.9, 4.2]
        const found = interpolate(knots, knots.map(f), times)
        expectClose(found, times.map(f), { absolute: 1e-9, relative: 1e-9, why: 'exact in theory' })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
