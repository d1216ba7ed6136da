import { describe, expect, test } from 'vitest'
import { logGamma } from '../../src/kernels/log-gamma.ts'
import { glmGolden } from '../glm-golden.ts'

describe('logGamma', () => {
  test('agrees with SciPy', () => {
    for (const [x, expected] of glmGolden.logGamma) {
      expect(Math.abs(logGamma(x) - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)))
    }
  })

  test('grows by log x from x to x + 1', () => {
    for (const x of [0.3, 1.7, 20])
      expect(logGamma(x + 1) - logGamma(x)).toBeCloseTo(Math.log(x), 11)
  })
})
