import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dualRidge } from '../../src/kernels/dual-ridge.ts'
import { rowsOfFolds } from '../../src/kernels/left-out-ridge.ts'
import { primalRidge } from '../../src/kernels/primal-ridge.ts'
import { random } from '../../src/kernels/random.ts'
import { expectClose } from '../close.ts'

describe('dualRidge', () => {
  test('three rows, each left out: the errors of two lines through two points', () => {
    const x = Float64Array.of(0, 0, 0, 1, 0, 0, 2, 0, 0)
    const given = { x, rows: 3, tests: rowsOfFolds([0, 1, 2]), alphas: [1e-9] }
    const [errors] = dualRidge(given).errors(Float64Array.of(0, 0, 1))
    expectClose(errors, [(1 + 0.25 + 1) / 3], { absolute: 1e-7, why: 'the penalty' })
  })

  test('rows without features are predicted by the mean of the others', () => {
    const given = {
      x: new Float64Array(16),
      rows: 4,
      tests: rowsOfFolds([0, 0, 1, 1]),
      alphas: [1, 5],
    }
    const ridge = dualRidge(given)
    const y = Float64Array.of(1, 3, 2, 6)
    const errors = ((4 - 1) ** 2 + (4 - 3) ** 2 + (2 - 2) ** 2 + (2 - 6) ** 2) / 4
    for (const found of ridge.errors(y)) {
      expectClose(found, [errors], { relative: 1e-12, why: 'rounding' })
    }
    const fit = ridge.fit(y, Float64Array.of(5))
    expect([...fit.weights, ...fit.intercepts]).toEqual([0, 0, 0, 0, 3])
  })
})

test('equal rows and a penalty next to nothing', () => {
  const draw = random(1)
  const [rows, depth] = [9, 12]
  const x = Float64Array.from({ length: rows * depth }, () => 1e6 * draw.normal())
  x.copyWithin(depth, 0, depth)
  x.copyWithin(7 * depth, 3 * depth, 4 * depth)
  const y = Float64Array.from({ length: rows }, () => draw.normal())
  const given = { x, rows, tests: rowsOfFolds([0, 0, 0, 1, 1, 1, 2, 2, 2]), alphas: [1, 1e14] }
  const expected = primalRidge(given).errors(y)
  for (const [a, errors] of dualRidge(given).errors(y).entries()) {
    expectClose(errors, expected[a], { relative: 1e-3, why: 'condition numbers of 1e13' })
  }
})

describe('properties', () => {
  test('errors, weights and intercepts are those of a fit for each fold', () => {
    const shape = fc.tuple(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 1, max: 60 }))
    fc.assert(
      fc.property(shape, fc.integer({ min: 2, max: 4 }), ([rows, depth], count) => {
        const draw = random(rows * 100 + depth)
        const noise = (length: number) =>
          Float64Array.from({ length }, () => draw.uniform() * 4 + 1)
        const [x, y] = [noise(rows * depth), noise(rows * 3)]
        const tests = rowsOfFolds(Int32Array.from({ length: rows }, (_, r) => r % count))
        const given = { x, rows, tests, alphas: [0.1, 10] }
        const [dual, primal] = [dualRidge(given), primalRidge(given)]
        const why = { absolute: 1e-9, why: 'two decompositions' }
        const expected = primal.errors(y)
        for (const [a, errors] of dual.errors(y).entries()) expectClose(errors, expected[a], why)
        const alphas = Float64Array.of(0.1, 10, 1)
        const [one, other] = [dual.fit(y, alphas), primal.fit(y, alphas)]
        expectClose(one.weights, other.weights, why)
        expectClose(one.intercepts, other.intercepts, why)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
