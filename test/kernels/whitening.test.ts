import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { principalAxes, whiten } from '../../src/kernels/whitening.ts'
import { expectClose } from '../close.ts'
import { identity, normals, times, transposed } from '../linalg-golden.ts'

describe('whitening', () => {
  test('knows that a common average takes one from the rank, also after rounding to f32', () => {
    const x = Float32Array.from(normals(5 * 400, 1))
    expect(principalAxes(x, 5).rank).toBe(5)
    const averaged = x.map((v, i) => {
      const t = i % 400
      return v - (x[t] + x[t + 400] + x[t + 800] + x[t + 1200] + x[t + 1600]) / 5
    })
    expect(principalAxes(averaged, 5).rank).toBe(4)
  })

  test('is of no rank for constants, and refuses other shapes', () => {
    expect(principalAxes(new Float32Array(12).fill(3), 3).rank).toBe(0)
    expect(() => principalAxes(new Float32Array(7), 3)).toThrow(RangeError)
  })

  test('property: whitened signals have the identity as covariance, and lead back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer(), (n, seed) => {
        const x = times(normals(n * n, seed), normals(n * 50, seed + 1), n)
        const axes = principalAxes(x, n)
        const { whitened, back, forward, means } = whiten(x, axes, axes.rank)
        const covariance = times(whitened, transposed(whitened, axes.rank), axes.rank)
        const why = 'rounding of sums'
        expectClose(
          covariance,
          identity(axes.rank).map((v) => v * 49),
          { relative: 1e-7, why },
        )
        expectClose(times(forward, back, axes.rank), identity(axes.rank), { relative: 1e-7, why })
        const again = times(back, whitened, n).map((v, i) => v + means[Math.floor(i / 50)])
        expectClose(again, x, { relative: 1e-4, why: 'axes below the rank are left out' })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
