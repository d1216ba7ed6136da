import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compose, spectralMap } from '../../src/kernels/spectral-map.ts'
import { expectClose } from '../close.ts'
import { definites, linalgGolden, times } from '../linalg-golden.ts'

interface Golden {
  size: number
  a: number[]
  log: number[]
  sqrt: number[]
  exp: number[]
  invSqrt: number[]
}
const golden = linalgGolden<Golden>('functions.json')
const a = Float64Array.from(golden.a)
const tolerance = { relative: 1e-12, why: 'the same function by another decomposition' }

test('log, square root and its inverse equal SciPy and pyRiemann', () => {
  expectClose(spectralMap(a, 5, Math.log), golden.log, tolerance)
  expectClose(spectralMap(a, 5, Math.sqrt), golden.sqrt, tolerance)
  expectClose(
    spectralMap(a, 5, (v) => 1 / Math.sqrt(v)),
    golden.invSqrt,
    tolerance,
  )
})

test('exp equals SciPy', () => {
  const small = a.map((value) => value / 16)
  expectClose(spectralMap(small, 5, Math.exp), golden.exp, tolerance)
})

test('the log of a matrix that is not positive definite is NaN', () => {
  expect(spectralMap(Float64Array.of(1, 2, 2, 1), 2, Math.log).every(Number.isNaN)).toBe(true)
})

test('eigenvectors and eigenvalues are put together', () => {
  const half = Math.SQRT1_2
  const back = compose(Float64Array.of(half, half, half, -half), Float64Array.of(3, 1), 2)
  expectClose(back, [2, 1, 1, 2], { absolute: 1e-15, why: 'rounding' })
})

describe('properties', () => {
  test('exp undoes log, the square root squared is the matrix', () => {
    const law = fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(1000), (n, seed) => {
      const c = definites(1, n, seed)
      const why = 'rounding by condition number'
      const back = spectralMap(spectralMap(c, n, Math.log), n, Math.exp)
      expectClose(back, c, { relative: 1e-12, why })
      const root = spectralMap(c, n, Math.sqrt)
      expectClose(times(root, root, n), c, { relative: 1e-12, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
