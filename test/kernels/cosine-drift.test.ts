import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cosineDrift } from '../../src/kernels/cosine-drift.ts'
import { expectClose } from '../close.ts'
import { timeseries } from '../timeseries-golden.ts'

describe('cosineDrift', () => {
  test('agrees with nilearn', () => {
    for (const { samples, highPassHz, rateHz, values } of timeseries.cosines) {
      const made = cosineDrift(samples, highPassHz, rateHz)
      expectClose(made, values, { absolute: 1e-12, why: 'the same formula in f64' })
    }
  })

  test('an edge below the slowest cosine, or a run of one scan, gives none', () => {
    expect(cosineDrift(20, 0.001, 0.5).length).toBe(0)
    expect(cosineDrift(1, 0.1, 0.5).length).toBe(0)
  })

  test('properties: rows are orthonormal and have no mean', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 60 }), fc.double({ min: 0, max: 0.6 }), (n, hz) => {
        const rows = cosineDrift(n, Number.isFinite(hz) ? hz : 0, 1)
        for (let a = 0; a < rows.length; a += n) {
          expect(rows.subarray(a, a + n).reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 9)
          for (let b = 0; b < rows.length; b += n) {
            let dot = 0
            for (let t = 0; t < n; t++) dot += rows[a + t] * rows[b + t]
            expect(dot).toBeCloseTo(a === b ? 1 : 0, 9)
          }
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
