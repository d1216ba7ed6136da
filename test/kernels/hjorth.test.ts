import { describe, expect, test } from 'vitest'
import { hjorth } from '../../src/kernels/hjorth.ts'
import { univariateGolden, univariateInput } from '../univariate-golden.ts'

describe('hjorth', () => {
  test.each([0, 1, 2])('equals antropy: row %i', (row) => {
    const { activity, mobility, complexity } = hjorth(
      univariateInput().subarray(row * 300, row * 300 + 300),
    )
    const golden = univariateGolden.rows[row]
    expect(activity / golden.activity).toBeCloseTo(1, 9)
    expect(mobility / golden.mobility).toBeCloseTo(1, 9)
    expect(complexity / golden.complexity).toBeCloseTo(1, 9)
  })

  test('a fine sine has complexity 1', () => {
    const sine = Float64Array.from({ length: 6283 }, (_, t) => Math.sin(t / 100))
    expect(hjorth(sine).complexity).toBeCloseTo(1, 2)
  })

  test('NaN makes all NaN', () => {
    expect(Object.values(hjorth([1, Number.NaN, 2, 3]))).toEqual([NaN, NaN, NaN])
  })
})
