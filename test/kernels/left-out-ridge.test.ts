import { describe, expect, test } from 'vitest'
import {
  centredRows,
  rowsOfFolds,
  shrunk,
  withIntercepts,
} from '../../src/kernels/left-out-ridge.ts'

test('rows of folds, in the order in which folds appear', () => {
  expect(rowsOfFolds([2, 0, 2, 1]).map((rows) => [...rows])).toEqual([[0, 2], [1], [3]])
})

describe('centredRows', () => {
  const x = Float64Array.of(1, 10, 3, 30, 5, 50)

  test('are less their own means', () => {
    const { values, means } = centredRows(x, [0, 2], 2)
    expect([...means]).toEqual([3, 30])
    expect([...values]).toEqual([-2, -20, 2, 20])
  })

  test('are less the means that are given', () => {
    expect([...centredRows(x, [1], 2, Float64Array.of(1, 1)).values]).toEqual([2, 29])
  })
})

test('coordinates are divided by the values and the own penalty', () => {
  const found = shrunk(Float64Array.of(6, 6, 8, 8), Float64Array.of(1, 2), Float64Array.of(1, 2))
  expect([...found]).toEqual([3, 2, 8 / 3, 2])
})

test('an intercept is the mean less what the weights make of the mean features', () => {
  const fit = withIntercepts(Float64Array.of(1, 2), Float64Array.of(3, 4), Float64Array.of(20))
  expect([...fit.intercepts]).toEqual([9])
})
