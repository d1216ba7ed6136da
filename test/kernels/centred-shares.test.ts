import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { centredShares } from '../../src/kernels/centred-shares.ts'
import { panels } from '../../src/kernels/panels.ts'
import { random } from '../../src/kernels/random.ts'
import { expectClose } from '../close.ts'

const why = 'sums in f64, in another order'

describe('centredShares', () => {
  test('gives means, squares, lagged products, last values and shares', () => {
    const y = Float32Array.of(1, 2, 6, 5, 5, 5)
    const found = centredShares(y, 3, panels([1, 1, 1, 0, 0, 2], 2, 3))
    expect([...found.means]).toEqual([3, 5])
    expect([...found.squares]).toEqual([4 + 1 + 9, 0])
    expect([...found.lagged]).toEqual([2 - 3, 0])
    expect([...found.last]).toEqual([3, 0])
    expect([...found.shares]).toEqual([0, 6, 0, 0])
  })

  test('refuses rows of another length', () => {
    expect(() => centredShares(new Float32Array(7), 3, panels([1, 2, 3], 1, 3))).toThrow(RangeError)
    expect(() => centredShares(new Float32Array(6), 3, panels([1, 2], 1, 2))).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('agrees with plain sums; a row has the same bytes alone, and NaN stays in it', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 140 }), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 30 }), ([rows, wide], samples) => {
        const draw = random(rows * samples)
        const y = Float32Array.from({ length: rows * samples }, () => 100 + draw.normal())
        const held = Float64Array.from({ length: wide * samples }, () => draw.normal())
        const against = panels(held, wide, samples)
        y[samples - 1] = Number.NaN
        const all = centredShares(y, samples, against)
        const v = rows - 1
        const own = y.subarray(v * samples)
        const alone = centredShares(own, samples, against)
        for (const name of ['means', 'squares', 'lagged', 'last', 'shares'] as const) {
          const count = alone[name].length
          expect([...all[name].subarray(v * count)]).toEqual([...alone[name]])
        }
        if (rows === 1) return
        const mean = own.reduce((sum, value) => sum + value, 0) / samples
        const expected = Array.from({ length: wide }, (_, k) =>
          own.reduce((sum, value, t) => sum + (value - mean) * held[k * samples + t], 0),
        )
        expectClose(alone.shares, expected, { relative: 1e-9, absolute: 1e-11, why })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
