import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { congruence } from '../../src/kernels/congruence.ts'
import { spdDistance } from '../../src/kernels/spd-distance.ts'
import type { Metric } from '../../src/kernels/spd-mean.ts'
import { expectClose } from '../close.ts'
import { definites, linalgGolden, normals } from '../linalg-golden.ts'

interface Case {
  size: number
  matrices: number[]
  distance: Record<Metric, number[]>
}
const metrics: Metric[] = ['riemann', 'logEuclid', 'euclid']

test.each(linalgGolden<Case[]>('riemann.json'))('distances of $size equal pyRiemann', (golden) => {
  const { size, distance } = golden
  const c = Float64Array.from(golden.matrices)
  for (const metric of metrics) {
    const from = spdDistance(c.slice(0, size * size), size, metric)
    const found = distance[metric].map((_, r) => from(c.slice(r * size ** 2, (r + 1) * size ** 2)))
    const why = 'a condition number of 1e6 loses digits'
    expectClose(found, distance[metric], { relative: 1e-9, why })
  }
})

test('a matrix that is not positive definite is nowhere', () => {
  const from = spdDistance(Float64Array.of(1, 0, 0, 1), 2, 'riemann')
  expect(from(Float64Array.of(1, 2, 2, 1))).toBeNaN()
})

describe('properties', () => {
  test('the Riemannian distance does not change with the channels, and is symmetric', () => {
    const law = fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(1000), (n, seed) => {
      const c = definites(2, n, seed)
      const [a, b] = [c.slice(0, n * n), c.slice(n * n)]
      const w = normals(n * n, seed + 1).map((v, i) => v + (i % (n + 1) === 0 ? 3 : 0))
      const apart = spdDistance(a, n, 'riemann')(b)
      const moved = spdDistance(congruence(w, a, n), n, 'riemann')(congruence(w, b, n))
      const why = 'rounding by condition number'
      expectClose([moved, spdDistance(b, n, 'riemann')(a)], [apart, apart], { relative: 1e-7, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
