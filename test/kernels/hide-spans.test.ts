import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hideSpans } from '../../src/kernels/hide-spans.ts'
import { random } from '../../src/kernels/random.ts'

describe('hidden spans', () => {
  test('with certainty they follow each other, a token apart', () => {
    const hidden = hideSpans(9, { startChance: 1, width: [2, 2] }, random(0))
    expect(Array.from(hidden)).toEqual([1, 1, 0, 1, 1, 0, 1, 1, 0])
  })

  test('a line not longer than the longest span keeps everything', () => {
    expect(hideSpans(5, { startChance: 1, width: [1, 5] }, random(0)).includes(1)).toBe(false)
  })
})

describe('properties', () => {
  test('every span is within its widths, and their number is about what chance says', () => {
    const widths = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat({ max: 4 }))
    fc.assert(
      fc.property(widths, fc.integer({ min: 0, max: 1e9 }), ([least, more], seed) => {
        const width = [least, least + more] as const
        const hidden = hideSpans(2000, { startChance: 0.05, width }, random(seed))
        const spans = hidden.join('').match(/1+/g) ?? []
        for (const { length } of spans) {
          expect(length).toBeGreaterThanOrEqual(width[0])
          expect(length).toBeLessThanOrEqual(width[1])
        }
        const expected = 2000 / (1 / 0.05 + (width[0] + width[1]) / 2)
        expect(Math.abs(spans.length - expected)).toBeLessThan(0.5 * expected)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
