import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { congruence } from '../../src/kernels/congruence.ts'
import { type Metric, spdMean } from '../../src/kernels/spd-mean.ts'
import { expectClose } from '../close.ts'
import { definites, linalgGolden, normals } from '../linalg-golden.ts'

type Case = { size: number; matrices: number[] } & Record<Metric, number[]>
const metrics: Metric[] = ['riemann', 'logEuclid', 'euclid']
const cases = linalgGolden<Case[]>('riemann.json').flatMap((golden) =>
  metrics.map((metric) => ({ ...golden, metric })),
)

test.each(cases)('the $metric mean of matrices of $size equals pyRiemann', (golden) => {
  const { size, matrices, metric } = golden
  const { mean, converged } = spdMean(Float64Array.from(matrices), size, metric)
  expect(converged).toBe(true)
  const why = 'both iterations end near the mean, ours within 1e-9'
  expectClose(mean, golden[metric], { relative: 1e-8, why })
})

test('the Riemannian mean of two numbers is their geometric mean', () => {
  const { mean } = spdMean(Float64Array.of(1, 16), 1, 'riemann')
  expectClose(mean, [4], { relative: 1e-9, why: 'iteration' })
})

test('a larger tolerance ends sooner, and near enough', () => {
  const c = definites(8, 6, 3)
  const exact = spdMean(c, 6, 'riemann')
  const near = spdMean(c, 6, 'riemann', 1e-7 * 36)
  expect(near.converged).toBe(true)
  expect(near.iterations).toBeLessThan(exact.iterations)
  expectClose(near.mean, exact.mean, { relative: 1e-6, why: 'the gradient had norm 3.6e-6' })
})

test('no matrix, or part of one, is refused; a bad matrix makes NaN', () => {
  expect(() => spdMean(new Float64Array(0), 2, 'euclid')).toThrow(RangeError)
  expect(() => spdMean(new Float64Array(5), 2, 'riemann')).toThrow(RangeError)
  const bad = Float64Array.of(1, 2, 2, 1, 9, 0, 0, 9)
  const { mean, converged } = spdMean(bad, 2, 'riemann')
  expect(converged).toBe(false)
  expect(mean.some(Number.isNaN)).toBe(false)
  expect(spdMean(bad, 2, 'logEuclid').mean.every(Number.isNaN)).toBe(true)
})

describe('properties', () => {
  const why = 'the iteration ends at 1e-9'

  test('the Riemannian mean follows any change of channels (affine invariance)', () => {
    const law = fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(1000), (n, seed) => {
      const c = definites(6, n, seed)
      const w = normals(n * n, seed + 1).map((v, i) => v + (i % (n + 1) === 0 ? 3 : 0))
      const moved = new Float64Array(c.length)
      for (let r = 0; r < 6; r++) {
        moved.set(congruence(w, c.subarray(r * n * n, (r + 1) * n * n), n), r * n * n)
      }
      const expected = congruence(w, spdMean(c, n, 'riemann').mean, n)
      expectClose(spdMean(moved, n, 'riemann').mean, expected, { relative: 1e-7, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('order does not matter, and equal matrices are their own mean', () => {
    const law = fc.property(fc.constantFrom(...metrics), fc.nat(1000), (metric, seed) => {
      const c = definites(4, 3, seed)
      const turned = Float64Array.from([...c.subarray(9), ...c.subarray(0, 9)])
      const { mean } = spdMean(c, 3, metric)
      expectClose(spdMean(turned, 3, metric).mean, mean, { relative: 1e-8, why })
      const one = c.slice(0, 9)
      const same = Float64Array.from([...one, ...one])
      expectClose(spdMean(same, 3, metric).mean, one, { relative: 1e-8, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
