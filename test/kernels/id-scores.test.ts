import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idScores, idUsage } from '../../src/kernels/id-scores.ts'
import { tokenGolden } from '../token-golden.ts'

const golden = tokenGolden<{
  logits: number[]
  ids: number[]
  crossEntropy: number
  topOne: number
  counts: number[]
  perplexity: number
}>('scores.json')

describe('scores of ids', () => {
  test('cross-entropy and accuracy equal PyTorch', () => {
    const { logits, ids, crossEntropy, topOne } = golden
    const found = idScores(Float32Array.from(logits), Int32Array.from(ids))
    expect(found.count).toBe(ids.filter((id) => id >= 0).length)
    expect(found.crossEntropy / crossEntropy).toBeCloseTo(1, 5)
    expect(found.topOne).toBeCloseTo(topOne, 12)
  })

  test('a hole in what counts, and no id at all, have no score', () => {
    const hole = idScores(Float32Array.of(1, Number.NaN), Int32Array.of(0))
    expect([hole.crossEntropy, hole.topOne]).toEqual([Number.NaN, Number.NaN])
    const left = idScores(Float32Array.of(1, Number.NaN, 1, 2), Int32Array.of(-1, 1))
    expect(left.topOne).toBe(1)
    expect(idScores(new Float32Array(0), new Int32Array(0)).crossEntropy).toBeNaN()
  })

  test('perplexity equals the formula, and usage is the share that occurs', () => {
    const { perplexity, usage } = idUsage(Float64Array.from(golden.counts))
    expect(perplexity).toBeCloseTo(golden.perplexity, 9)
    expect(usage).toBe(0.8)
    expect(idUsage(new Float64Array(3)).perplexity).toBeNaN()
  })
})

describe('properties', () => {
  test('perplexity lies between one and the number of ids that occur', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(counts, (list) => {
        const used = list.filter((count) => count > 0).length
        fc.pre(used > 0)
        const { perplexity } = idUsage(Float64Array.from(list))
        expect(perplexity).toBeGreaterThanOrEqual(1 - 1e-9)
        expect(perplexity).toBeLessThanOrEqual(used + 1e-9)
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('even scores cost the logarithm of how many ids there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.float({ noNaN: true }), (size, level) => {
        const logits = new Float32Array(2 * size).fill(Math.min(1e6, Math.max(-1e6, level)))
        const { crossEntropy } = idScores(logits, Int32Array.of(0, size - 1))
        expect(crossEntropy).toBeCloseTo(Math.log(size), 6)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
