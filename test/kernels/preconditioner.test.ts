import { expect, test } from 'vitest'
import { makeDesign } from '../../src/kernels/design.ts'
import { multiplyVector } from '../../src/kernels/multiply.ts'
import { blockPreconditioner, evenPreconditioner } from '../../src/kernels/preconditioner.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

const design = makeDesign(normals(20 * 3, 1), 20, { weights: 0.5, intercept: 0 })
const why = 'rounding'

/** The Hessian's block of one output times d. */
function hessianTimes(bends: Float64Array, d: Float64Array): Float64Array {
  const scores = multiplyVector(design.rows, d).map((z, r) => z * bends[r])
  return multiplyVector(design.columns, scores).map((v, i) => v + design.penalty[i] * d[i])
}

test('equal curvature is inverted exactly', () => {
  const d = normals(4, 2)
  const back = evenPreconditioner(design, 0.25)(hessianTimes(new Float64Array(20).fill(0.25), d))
  expectClose(back, d, { relative: 1e-12, why })
})

test('each output has its own block', () => {
  const bends = normals(40, 3).map(Math.abs)
  const d = normals(8, 4)
  const gradient = Float64Array.from([
    ...hessianTimes(bends.slice(0, 20), d.slice(0, 4)),
    ...hessianTimes(bends.slice(20), d.slice(4)),
  ])
  expectClose(blockPreconditioner(design, bends)(gradient), d, { relative: 1e-12, why })
})

test('no curvature at all still gives an approximate inverse', () => {
  const free = makeDesign(normals(20, 1), 20, { weights: 0, intercept: 0 })
  const out = evenPreconditioner(free, 1e-300)(Float64Array.of(1, 1))
  expect(out.every(Number.isFinite)).toBe(true)
})
