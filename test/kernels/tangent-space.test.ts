import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { spdDistance } from '../../src/kernels/spd-distance.ts'
import { tangentSpace, whitening } from '../../src/kernels/tangent-space.ts'
import { expectClose } from '../close.ts'
import { definites, linalgGolden } from '../linalg-golden.ts'

interface Case {
  size: number
  matrices: number[]
  riemann: number[]
  euclid: number[]
  tangent: number[]
  tangentEuclid: number[]
}
const why = 'a condition number of 1e6 loses digits'

test.each(linalgGolden<Case[]>('riemann.json'))('vectors of $size equal pyRiemann', (golden) => {
  const { size, matrices, riemann, euclid, tangent, tangentEuclid } = golden
  const c = Float64Array.from(matrices)
  const at = whitening(Float64Array.from(riemann), size)
  expectClose(tangentSpace(c, size, at), tangent, { relative: 1e-9, why })
  const atEuclid = whitening(Float64Array.from(euclid), size)
  expectClose(tangentSpace(c, size, atEuclid), tangentEuclid, { relative: 1e-9, why })
})

test('the reference is the origin, a bad matrix is a row of NaN', () => {
  const c = Float64Array.of(2, 0, 0, 3, 1, 2, 2, 1)
  const rows = tangentSpace(c, 2, whitening(c.slice(0, 4), 2))
  expectClose(rows.slice(0, 3), [0, 0, 0], { absolute: 1e-15, why: 'rounding' })
  expect(rows.slice(3).every(Number.isNaN)).toBe(true)
})

describe('properties', () => {
  test('the length of a vector is the distance from the reference', () => {
    const law = fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(1000), (n, seed) => {
      const c = definites(2, n, seed)
      const [reference, matrix] = [c.slice(0, n * n), c.slice(n * n)]
      const vector = tangentSpace(matrix, n, whitening(reference, n))
      const length = Math.sqrt(vector.reduce((sum, v) => sum + v * v, 0))
      const apart = spdDistance(reference, n, 'riemann')(matrix)
      expectClose([length], [apart], { relative: 1e-9, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
