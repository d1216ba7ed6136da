import { describe, expect, test } from 'vitest'
import { bandedRidge } from '../../src/kernels/banded-ridge.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'

interface Case {
  rows: number
  bands: number[]
  x: number[]
  y: number[]
  folds: number[]
  alphas: number[]
  gammas: number[][]
  weights: number[]
  intercepts: number[]
  errors: number[]
}

const cases = fmriGolden<Case[]>('banded.json')
const dataOf = ({ x, y, rows, bands, folds }: Case) => ({
  ...{ x: Float64Array.from(x), y: Float64Array.from(y), rows, bands, folds },
})

describe('bandedRidge', () => {
  test.each(cases)('$rows rows equal himalaya', (golden) => {
    const fit = bandedRidge(dataOf(golden), golden)
    const why = { relative: 1e-9, why: 'eigenvectors of products in place of singular vectors' }
    expectClose(fit.errors, golden.errors, why)
    expectClose(fit.weights, golden.weights, why)
    expectClose(fit.intercepts, golden.intercepts, why)
  })

  test('of equal penalties the first is taken, and a band of weight 0 has none', () => {
    const [golden] = cases
    const fit = bandedRidge(dataOf(golden), { alphas: [1, 1], gammas: [[1, 0]] })
    const depth = golden.bands.length
    expect(fit.weights.filter((_, i) => golden.bands[i % depth] === 1)).toEqual(
      new Float64Array(15),
    )
    expect([...fit.alphas]).toEqual([1, 1, 1, 1, 1])
  })

  test('one fold is refused', () => {
    const data = { ...dataOf(cases[0]), folds: new Int32Array(40) }
    expect(() => bandedRidge(data, cases[0])).toThrow(RangeError)
  })
})
