import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawCode } from '../../src/kernels/draw-code.ts'
import { samplersGolden } from '../samplers-golden.ts'

describe('drawCode', () => {
  test.each(samplersGolden.draws)(
    '$draw: the codes of NumPy',
    ({ draw, scores, uniform, codes }) => {
      expect(uniform.map((u) => drawCode(scores, u, draw))).toEqual(codes)
    },
  )

  test('one code always stays, and minus infinity is never drawn', () => {
    const scores = [1, 3, 2, Number.NEGATIVE_INFINITY]
    for (const u of [0, 0.5, 0.999]) {
      expect(drawCode(scores, u, { temperature: 1, topP: 1e-9 })).toBe(1)
      expect(drawCode(scores, u, { temperature: 9 })).not.toBe(3)
    }
  })
})

describe('properties', () => {
  test('the best k codes are drawn, others never', () => {
    const scores = fc.uniqueArray(fc.integer({ min: -20, max: 20 }), {
      minLength: 3,
      maxLength: 12,
    })
    const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(scores, uniform, fc.integer({ min: 1, max: 3 }), (all, u, topK) => {
        const best = [...all].sort((a, b) => b - a).slice(0, topK)
        expect(best).toContain(all[drawCode(all, u, { temperature: 2, topK })])
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
