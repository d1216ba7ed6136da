import { describe, expect, test } from 'vitest'
import { bandedRidge } from '../../src/heads/banded-ridge.ts'
import { bandedRidge as kernel } from '../../src/kernels/banded-ridge.ts'
import { chunkHoldouts } from '../../src/kernels/chunk-holdouts.ts'
import { rowsOfFolds } from '../../src/kernels/left-out-ridge.ts'
import { linearScores } from '../../src/kernels/linear-scores.ts'
import { random } from '../../src/kernels/random.ts'
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
    const data = { x: x.values, y, rows, bands: x.bands, tests: rowsOfFolds(groups) }
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

  test('judged by correlation, a voxel may take another penalty', () => {
    const told = (judge: string) => fitted({ draws: 2, judge }).predict(x)
    expect(told('correlation')).not.toEqual(told('squaredError'))
    expect(told('correlation')).toEqual(told('correlation'))
    expect(fitted({ draws: 2 }).predict(x)).toEqual(told('squaredError'))
  })

  test('with bootstrap, chunks of rows are held out as the seed says', () => {
    const bootstrap = { count: 4, chunkRows: 3, share: 0.5 }
    const alpha = [0.1, 1, 10, 1000]
    const one = fitted({ bootstrap, alpha, draws: 2 })
    expect(fitted({ bootstrap, alpha, draws: 2 }).predict(x)).toEqual(one.predict(x))
    const draw = random(5)
    const tests = chunkHoldouts(groups, bootstrap, draw)
    const grid = { alphas: alpha, gammas: [[1, 1]], oneForAll: true }
    const fit = kernel({ x: x.values, y, rows, bands: x.bands, tests }, grid)
    const head = fitted({ bootstrap, alpha, gammas: [[1, 1]], alphaBy: 'all' })
    expect(head.predict(x)).toEqual(linearScores(x.values, rows, fit))
    expect(head.facts?.alphaLow).toBe(fit.alphas[2])
  })

  test('fewer than two chunks are refused', () => {
    const bootstrap = { count: 4, chunkRows: 11, share: 0.5 }
    expect(() => fitted({ bootstrap })).toThrow(/length-mismatch.*chunk/)
  })

  test('weights for other bands, NaN and too few rows are refused', () => {
    expect(() => fitted({ gammas: [[1]] })).toThrow(/stage-options.*gammas/)
    expect(() => fitted({}, { y: y.with(0, NaN), classes: 0, groups })).toThrow(/non-finite/)
    expect(() => fitted({ folds: 20 })).toThrow(/length-mismatch/)
  })
})
