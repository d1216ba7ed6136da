import { describe, expect, test } from 'vitest'
import { bandedRidge } from '../../src/heads/banded-ridge.ts'
import { bandedRidge as kernel } from '../../src/kernels/banded-ridge.ts'
import { linearScores } from '../../src/kernels/linear-scores.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

const [rows, depth, targets] = [30, 4, 3]
const x = { values: normals(rows * depth, 1), rows, cols: depth, bands: [0, 0, 1, 1] }
const y = normals(rows * targets, 2).map((value, i) => {
  return value + 2 * x.values[Math.floor(i / targets) * depth]
})
const groups = Int32Array.from({ length: rows }, (_, r) => Math.floor(r / 10))
const fitted = (options: object, labels = { y, classes: 0, groups }) =>
  bandedRidge.fit(x, labels, bandedRidge.options.parse(options), 5)

describe('bandedRidge', () => {
  test('it is the kernel, with training groups as folds', () => {
    const gammas = [
      [1, 1],
      [1, 0],
    ]
    const data = { x: x.values, y, rows, bands: x.bands, folds: groups }
    const expected = linearScores(x.values, rows, kernel(data, { alphas: [1, 10], gammas }))
    const found = fitted({ alpha: [1, 10], gammas }).predict(x)
    expectClose(found, expected, { absolute: 1e-12, why: 'the same sums' })
  })

  test('a penalty beside the singular values is the square root of the other', () => {
    const squared = fitted({ alpha: [100], draws: 0 }).predict(x)
    expect(fitted({ alpha: [10], penalty: 'singular', draws: 0 }).predict(x)).toEqual(squared)
  })

  test('the seed decides which weights of bands are tried', () => {
    const again = () => fitted({ draws: 3 })
    expect(again().predict(x)).toEqual(again().predict(x))
    expect(again().facts).toMatchObject({ bands: 2 })
  })

  test('weights for other bands, NaN and too few rows are refused', () => {
    expect(() => fitted({ gammas: [[1]] })).toThrow(/stage-options.*gammas/)
    expect(() => fitted({}, { y: y.with(0, NaN), classes: 0, groups })).toThrow(/non-finite/)
    expect(() => fitted({ folds: 20 })).toThrow(/length-mismatch/)
  })
})
