import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anovaScores, regressionScores } from '../../src/kernels/feature-scores.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'
import { hashed, normals } from '../linalg-golden.ts'

interface Case {
  rows: number
  cols: number
  classes: number
  copied: number
  anova: number[]
  numbers: number[]
  regression: number[]
}

const why = 'other order of sums in f64'

test.each(fmriGolden<Case[]>('select.json'))('$rows x $cols equals scikit-learn', (golden) => {
  const { rows, cols, classes, copied } = golden
  const x = hashed(rows, cols)
  for (let r = 0; r < rows; r++) x[r * cols + copied] = x[r * cols]
  const y = Float64Array.from({ length: rows }, (_, r) => (5 * r) % classes)
  expectClose(anovaScores(x, y), golden.anova, { relative: 1e-10, why })
  expectClose(regressionScores(x, golden.numbers), golden.regression, { relative: 1e-10, why })
})

test('a constant feature is NaN, one that tells the classes apart alone infinite', () => {
  const x = Float64Array.of(1, 0, 1, 0, 1, 2, 1, 2)
  expect([...anovaScores(x, [0, 0, 4, 4])]).toEqual([NaN, Infinity])
})

describe('properties', () => {
  test('scale and offset of a feature do not matter', () => {
    const law = fc.property(fc.nat(1000), fc.constantFrom(2, 3), (seed, classes) => {
      const x = normals(60, seed)
      const y = Float64Array.from({ length: 20 }, (_, r) => r % classes)
      const moved = x.map((value) => 3 * value + 7)
      expectClose(anovaScores(moved, y), anovaScores(x, y), { relative: 1e-9, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
