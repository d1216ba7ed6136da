import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { picard } from '../../src/kernels/picard.ts'
import { purity, separationCase } from './separation-cases.ts'

describe('picard', () => {
  test('refuses signals of another shape', () => {
    expect(() => picard(new Float64Array(7), 2)).toThrow(RangeError)
  })

  test('says when it did not get to the end', () => {
    const { whitened } = separationCase(3, 500, 1)
    const found = picard(whitened, 3, { maxIterations: 1 })
    expect([found.iterations, found.converged]).toEqual([1, false])
  })

  test('separates long signals, whose steps are found on a part of them', () => {
    const { whitened, mixing } = separationCase(4, 40_000, 3)
    const found = picard(whitened, 4)
    expect(found.converged).toBe(true)
    expect(purity(found.unmixing, mixing, 4)).toBeGreaterThan(5)
  })

  test('property: separates heavy from light tails, the same bytes each time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 0, max: 1000 }), (n, seed) => {
        const { whitened, mixing } = separationCase(n, 3000, seed)
        const { unmixing } = picard(whitened, n)
        expect(purity(unmixing, mixing, n)).toBeGreaterThan(5)
        expect(picard(whitened, n).unmixing).toEqual(unmixing)
      }),
      { seed: 1, numRuns: 5 },
    )
  })
})
