import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dirichlet } from '../../src/kernels/dirichlet.ts'
import { random } from '../../src/kernels/random.ts'

test.each([0.1, 1, 3])('mean and variance for a concentration of %s are those of theory', (a) => {
  const draw = random(7)
  const first = Array.from({ length: 20000 }, () => dirichlet(draw, 3, a)[0])
  const mean = first.reduce((sum, x) => sum + x, 0) / first.length
  const spread = first.reduce((sum, x) => sum + (x - mean) ** 2, 0) / first.length
  expect(Math.abs(mean - 1 / 3)).toBeLessThan(0.01)
  expect(Math.abs(spread - 2 / 9 / (3 * a + 1))).toBeLessThan(0.01)
})

describe('properties', () => {
  test('shares sum to 1, also where nearly all is one of them', () => {
    const law = fc.property(fc.nat(1000), fc.constantFrom(0.001, 0.1, 2), (seed, a) => {
      const shares = dirichlet(random(seed), 4, a)
      expect(Math.abs(shares.reduce((x, y) => x + y) - 1)).toBeLessThan(1e-12)
      expect(shares.every((share) => share >= 0)).toBe(true)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
