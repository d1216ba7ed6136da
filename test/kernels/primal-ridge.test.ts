import { describe, expect, test } from 'vitest'
import { rowsOfFolds } from '../../src/kernels/left-out-ridge.ts'
import { primalRidge } from '../../src/kernels/primal-ridge.ts'
import { expectClose } from '../close.ts'

describe('primalRidge', () => {
  const given = {
    ...{
      x: Float64Array.of(0, 1, 2, 3),
      rows: 4,
      tests: rowsOfFolds([0, 0, 1, 1]),
      alphas: [2, 0.5],
    },
  }

  test('a line through two points, its slope made smaller by the penalty', () => {
    const [errors] = primalRidge(given).errors(Float64Array.of(0, 1, 2, 3))
    const slope = 0.5 / 2.5
    const of = (x: number) => x - (0.5 + (x - 0.5) * slope)
    expectClose(errors, [(of(2) ** 2 + of(3) ** 2) / 2], { relative: 1e-12, why: 'rounding' })
  })

  test('each target is fitted with its own penalty', () => {
    const y = Float64Array.of(0, 1, 1, 3, 2, 5, 3, 7)
    const fit = primalRidge(given).fit(y, Float64Array.of(5, 1e-12))
    expectClose(fit.weights, [0.5, 2], { relative: 1e-9, why: 'the smallest penalty' })
    expectClose(fit.intercepts, [0.75, 1], { relative: 1e-9, why: 'the smallest penalty' })
  })

  test('errors are given for each penalty', () => {
    expect(primalRidge(given).errors(new Float64Array(8))).toHaveLength(2)
  })
})
