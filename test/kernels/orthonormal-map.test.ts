import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orthonormalMap } from '../../src/kernels/orthonormal-map.ts'
import { expectClose } from '../close.ts'
import { normals, times, transposed } from '../linalg-golden.ts'

test('a rotation is its own nearest', () => {
  const turn = Float64Array.of(0, 1, -1, 0)
  expectClose(orthonormalMap(turn, 2), turn, { absolute: 1e-14, why: 'rounding' })
  expect(() => orthonormalMap(new Float64Array(6), 2)).toThrow(RangeError)
})

describe('properties', () => {
  test('columns have length 1 at right angles', () => {
    const law = fc.property(fc.nat(1000), fc.integer({ min: 1, max: 5 }), (seed, cols) => {
      const map = orthonormalMap(normals(7 * cols, seed), 7)
      const both = times(transposed(map, 7), map, cols)
      const identity = both.map((_, i) => (i % (cols + 1) === 0 ? 1 : 0))
      expectClose(both, identity, { absolute: 1e-12, why: 'rounding' })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
