import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fastIca } from '../../src/kernels/fast-ica.ts'
import { purity, separationCase } from './separation-cases.ts'

describe('fastIca', () => {
  test('refuses signals of another shape', () => {
    expect(() => fastIca(new Float64Array(7), 2)).toThrow(RangeError)
  })

  test('says when it did not get to the end', () => {
    const { whitened } = separationCase(3, 500, 1)
    const found = fastIca(whitened, 3, { maxIterations: 1 })
    expect([found.iterations, found.converged]).toEqual([1, false])
  })

  test('property: separates heavy from light tails, the same bytes each time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 0, max: 1000 }), (n, seed) => {
        const { whitened, mixing } = separationCase(n, 3000, seed)
        const { unmixing } = fastIca(whitened, n)
        expect(purity(unmixing, mixing, n)).toBeGreaterThan(5)
        expect(fastIca(whitened, n).unmixing).toEqual(unmixing)
      }),
      { seed: 1, numRuns: 5 },
    )
  })
})

describe('deflation', () => {
  test('finds the sources that all at once finds, in another order', () => {
    const { whitened, mixing } = separationCase(4, 3000, 3)
    const { unmixing, converged } = fastIca(whitened, 4, { algorithm: 'deflation' })
    expect(converged).toBe(true)
    expect(purity(unmixing, mixing, 4)).toBeGreaterThan(5)
  })
})
