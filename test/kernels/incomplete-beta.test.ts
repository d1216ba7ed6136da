import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fisherTails, incompleteBeta, studentTail } from '../../src/kernels/incomplete-beta.ts'
import { glmGolden } from '../glm-golden.ts'

const near = (found: number, expected: number) =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-10 * Math.abs(expected))

describe('incompleteBeta', () => {
  test('agrees with SciPy, small shares too', () => {
    for (const [x, a, b, expected] of glmGolden.beta) near(incompleteBeta(x, a, b), expected)
    for (const [t, freedom, expected] of glmGolden.tails.t) near(studentTail(t, freedom), expected)
    for (const [f, a, b, above, below] of glmGolden.tails.f) {
      const found = fisherTails(f, a, b)
      near(found[0], above)
      near(found[1], below)
    }
  })

  test('ends are 0 and 1, NaN stays NaN', () => {
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1])
    expect(incompleteBeta(Number.NaN, 2, 3)).toBeNaN()
  })

  test('properties: the two sides add up to 1, and shares rise', () => {
    const shape = fc.double({ min: 0.3, max: 50, noNaN: true })
    const share = fc.double({ min: 0.01, max: 0.98, noNaN: true })
    fc.assert(
      fc.property(share, shape, shape, (x, a, b) => {
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9)
        expect(incompleteBeta(x + 0.01, a, b)).toBeGreaterThanOrEqual(
          incompleteBeta(x, a, b) - 1e-12,
        )
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
