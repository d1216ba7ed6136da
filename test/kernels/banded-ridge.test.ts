import { describe, expect, test } from 'vitest'
import { bandedRidge } from '../../src/kernels/banded-ridge.ts'
import { rowsOfFolds } from '../../src/kernels/left-out-ridge.ts'
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
  ...{ x: Float64Array.from(x), y: Float64Array.from(y), rows, bands },
  tests: rowsOfFolds(folds),
})

interface Drawn {
  rows: number
  x: number[]
  y: number[]
  tests: number[][]
  alphas: number[]
  voxel: Record<'alphas' | 'weights' | 'intercepts' | 'errors', number[]>
  all: Drawn['voxel']
  correlationVoxel: Drawn['voxel']
  correlationAll: Drawn['voxel']
}

const drawn = fmriGolden<Drawn[]>('bootstrap.json').flatMap((golden) =>
  (['voxel', 'all', 'correlationVoxel', 'correlationAll'] as const).map(
    (by) => [by, golden] as const,
  ),
)

describe('rows held out in draws that overlap', () => {
  test.each(drawn)('a penalty by %s equals normal equations', (by, golden) => {
    const bands = new Int32Array(golden.x.length / golden.rows)
    const [x, y] = [Float64Array.from(golden.x), Float64Array.from(golden.y)]
    const tests = golden.tests.map((rows) => Int32Array.from(rows))
    const judge = by.startsWith('correlation') ? 'correlation' : 'squaredError'
    const oneForAll = by.toLowerCase().endsWith('all')
    const grid = { alphas: golden.alphas, gammas: [[1]], judge, oneForAll } as const
    const fit = bandedRidge({ x, y, rows: golden.rows, bands, tests }, grid)
    const why = { relative: 1e-8, why: 'eigenvectors in place of normal equations' }
    expect([...fit.alphas]).toEqual(golden[by].alphas)
    expectClose(fit.errors, golden[by].errors, why)
    expectClose(fit.weights, golden[by].weights, why)
    expectClose(fit.intercepts, golden[by].intercepts, why)
  })
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
    const data = { ...dataOf(cases[0]), tests: rowsOfFolds(new Int32Array(40)) }
    expect(() => bandedRidge(data, cases[0])).toThrow(RangeError)
    expect(() => bandedRidge({ ...data, tests: [] }, cases[0])).toThrow(RangeError)
  })
})
