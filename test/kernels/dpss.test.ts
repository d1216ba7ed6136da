import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dpss } from '../../src/kernels/dpss.ts'
import { expectClose } from '../close.ts'
import { goldenFile } from '../golden-file.ts'

interface Case {
  length: number
  half: number
  count: number
  tapers: number[]
  ratios: number[]
}
const why = 'another eigensolver'

describe('dpss', () => {
  test.each(goldenFile<Case[]>('spectra/dpss.json'))(
    '$count tapers of $length samples equal SciPy',
    ({ length, half, count, tapers, ratios }) => {
      const found = dpss(length, half, count)
      expectClose(found.tapers, tapers, { relative: 1e-9, why })
      expectClose(found.ratios, ratios, { relative: 1e-9, why })
    },
  )

  test('one sample is one taper, and more tapers than samples are refused', () => {
    expect([...dpss(1, 2, 1).tapers]).toEqual([1])
    expect(() => dpss(4, 1, 5)).toThrow(RangeError)
    expect(() => dpss(8, 6, 2)).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('tapers are concentrated less and less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 16, max: 400 }), fc.integer({ min: 1, max: 4 }), (n, half) => {
        const { ratios } = dpss(n, half, 2 * half)
        for (const [k, ratio] of ratios.entries()) {
          expect(ratio).toBeLessThanOrEqual(1 + 1e-12)
          if (k > 0) expect(ratio).toBeLessThanOrEqual(ratios[k - 1] + 1e-12)
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
