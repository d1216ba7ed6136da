import { expect, test } from 'vitest'
import { makeDesign } from '../../src/kernels/design.ts'
import { multiplyVector } from '../../src/kernels/multiply.ts'
import {
  diagonalPreconditioner,
  evenPreconditioner,
  rowPreconditioner,
} from '../../src/kernels/preconditioner.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

const design = makeDesign(normals(20 * 3, 1), 20, { weights: 0.5, intercept: 0 })
const why = 'rounding'

/** The Hessian's block of one output times d. */
function hessianTimes(bends: Float64Array, d: Float64Array): Float64Array {
  const scores = multiplyVector(design.rows(), d).map((z, r) => z * bends[r])
  return multiplyVector(design.columns(), scores).map((v, i) => v + design.penalty[i] * d[i])
}

test('equal curvature is inverted exactly', () => {
  const d = normals(4, 2)
  const back = evenPreconditioner(design, 0.25)(hessianTimes(new Float64Array(20).fill(0.25), d))
  expectClose(back, d, { relative: 1e-12, why })
})

test('the diagonal of equal curvature is divided by', () => {
  const two = makeDesign(Float64Array.of(1, 0, 0, 3), 2, { weights: 0.5, intercept: 0 })
  const out = diagonalPreconditioner(two, 0.25)(Float64Array.of(3, 11, 1, 3, 11, 1))
  expectClose(out, [4, 4, 2, 4, 4, 2], { relative: 1e-12, why })
})

test('curvature that varies by row is inverted exactly for one output', () => {
  const bends = normals(20, 3).map(Math.abs)
  const d = normals(4, 4)
  const back = rowPreconditioner(design, bends)(hessianTimes(bends, d))
  expectClose(back, d, { relative: 1e-12, why })
})

test('many outputs are each inverted alike', () => {
  const bends = new Float64Array(20).fill(0.25)
  const d = normals(5 * 4, 5)
  const gradient = [0, 4, 8, 12, 16].flatMap((k) => [...hessianTimes(bends, d.slice(k, k + 4))])
  const back = evenPreconditioner(design, 0.25)(Float64Array.from(gradient))
  expectClose(back, d, { relative: 1e-12, why })
})

test('no curvature at all still gives an approximate inverse', () => {
  const free = makeDesign(normals(20, 1), 20, { weights: 0, intercept: 0 })
  const out = evenPreconditioner(free, 1e-300)(Float64Array.of(1, 1))
  expect(out.every(Number.isFinite)).toBe(true)
})
