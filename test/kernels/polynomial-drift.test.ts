import { describe, expect, test } from 'vitest'
import { polynomialDrift } from '../../src/kernels/polynomial-drift.ts'
import { expectClose } from '../close.ts'
import { timeseries } from '../timeseries-golden.ts'

describe('polynomialDrift', () => {
  test('agrees with nilearn', () => {
    for (const { samples, degree, values } of timeseries.polynomials) {
      const made = polynomialDrift(samples, degree)
      expectClose(made, values, { absolute: 1e-12, why: 'the same projection in f64' })
    }
  })

  test('degree 0 gives nothing; a degree as high as the samples is refused', () => {
    expect(polynomialDrift(5, 0).length).toBe(0)
    expect(() => polynomialDrift(5, 5)).toThrow(RangeError)
  })
})
