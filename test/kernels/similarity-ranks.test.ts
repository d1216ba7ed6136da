import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { similarities, similarityRanks } from '../../src/kernels/similarity-ranks.ts'
import { expectClose } from '../close.ts'

describe('similarities', () => {
  test('cosine and Pearson by hand; a vector without direction is like nothing', () => {
    const candidates = [1, 1, 0, 2, 0, 0]
    const cosine = similarities([3, 3], candidates, 2, 'cosine')
    expectClose(cosine, [1, Math.SQRT1_2, 0], { absolute: 1e-12, why: 'rounding' })
    const pearson = similarities([1, 2], candidates, 2, 'pearson')
    expectClose(pearson, [0, 1, 0], { absolute: 1e-12, why: 'rounding' })
  })
})

describe('similarityRanks', () => {
  test('equal scores share the middle of their ranks', () => {
    const ranks = similarityRanks(Float64Array.of(0.2, 0.9, 0.2, 0.5, 1, 1, 1, 1), 4)
    expect([...ranks]).toEqual([3.5, 1, 3.5, 2, 2.5, 2.5, 2.5, 2.5])
  })
})

describe('properties', () => {
  test('ranks are 1 + how many score higher, and half of the equals', () => {
    const row = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(row, (scores) => {
        const ranks = similarityRanks(Float64Array.from(scores), scores.length)
        for (const [n, score] of scores.entries()) {
          const higher = scores.filter((other) => other > score).length
          const equal = scores.filter((other) => other === score).length
          expect(ranks[n]).toBe(1 + higher + (equal - 1) / 2)
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
