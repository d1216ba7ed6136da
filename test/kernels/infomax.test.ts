import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { infomax } from '../../src/kernels/infomax.ts'
import { purity, separationCase } from './separation-cases.ts'

describe('infomax', () => {
  test('refuses signals of another shape', () => {
    expect(() => infomax(new Float64Array(7), 2)).toThrow(RangeError)
  })

  test('says when it did not get to the end', () => {
    const { whitened } = separationCase(3, 500, 1)
    const found = infomax(whitened, 3, { maxIterations: 1 })
    expect([found.iterations, found.converged]).toEqual([1, false])
  })

  test('property: separates heavy from light tails, the same bytes each time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 0, max: 1000 }), (n, seed) => {
        const { whitened, mixing } = separationCase(n, 3000, seed)
        const { unmixing } = infomax(whitened, n)
        expect(purity(unmixing, mixing, n)).toBeGreaterThan(5)
        expect(infomax(whitened, n).unmixing).toEqual(unmixing)
      }),
      { seed: 1, numRuns: 5 },
    )
  })
})
