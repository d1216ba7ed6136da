import { describe, expect, test } from 'vitest'
import { lbfgsDirection, type Memory, preconditioner } from '../../src/kernels/picard-direction.ts'

describe('direction of a Picard step', () => {
  test('solves the blocks of the Hessian that couple (k, l) with (l, k)', () => {
    const solve = preconditioner(Float64Array.of(2, 3, 5, 4), 2, 0.01)
    const found = solve(Float64Array.of(6, 7, 8, 10))
    // [[3, 1], [1, 5]] (a, b) = (7, 8), and on the diagonal h + 1.
    expect(Array.from(found)).toEqual([2, 27 / 14, 17 / 14, 2].map((v) => expect.closeTo(v, 12)))
  })

  test('lifts blocks that are not positive definite', () => {
    const solve = preconditioner(Float64Array.of(1, 0.1, 0.1, 1), 2, 0.5)
    const [, a, b] = solve(Float64Array.of(0, 1, -1, 0))
    expect(a).toBeCloseTo(2, 12)
    expect(b).toBeCloseTo(-2, 12)
  })

  test('with one remembered step, meets the curvature that was seen along it', () => {
    const [step, change] = [Float64Array.of(1, 0, 0, 0), Float64Array.of(4, 0, 0, 0)]
    const memory: Memory = [{ step, change, gradient: change }]
    const along = lbfgsDirection(Float64Array.of(8, 0, 0, 0), (g) => g.slice(), memory)
    expect(Array.from(along)).toEqual([-2, -0, -0, -0])
  })

  test('leaves out steps against which the gradient grew', () => {
    const step = Float64Array.of(1, 0, 0, 0)
    const memory: Memory = [{ step, change: step.map((v) => -v), gradient: step }]
    const found = lbfgsDirection(step, (g) => g.slice(), memory)
    expect(Array.from(found)).toEqual([-1, -0, -0, -0])
  })
})
