import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { principalComponents } from '../../src/kernels/principal-components.ts'
import { expectClose } from '../close.ts'
import { hashed, identity, linalgGolden, normals, times, transposed } from '../linalg-golden.ts'

interface Case {
  name: string
  rows: number
  cols: number
  count: number
  x?: number[]
  variances: number[]
  directions: number[]
}

test.each(linalgGolden<Case[]>('pca.json'))(
  '$name: $rows x $cols equals scikit-learn',
  (golden) => {
    const { rows, cols, count, directions, variances } = golden
    const x = golden.x ? Float64Array.from(golden.x) : hashed(rows, cols)
    const found = principalComponents(x, rows)
    const why = 'directions lose digits where variances are close'
    expectClose(found.variances.slice(0, count), variances, { relative: 1e-11, why })
    expectClose(found.directions.slice(0, count * cols), directions, { relative: 1e-8, why })
  },
)

test('rows on a line have one direction, its largest element positive', () => {
  const { means, directions, variances } = principalComponents(
    Float64Array.of(0, 0, 3, -4, 6, -8),
    3,
  )
  const found = [...means, ...directions.slice(0, 2), ...variances]
  expectClose(found, [3, -4, -0.6, 0.8, 25, 0], { absolute: 1e-12, why: 'rounding' })
})

test('one row, or part of one, is refused', () => {
  expect(() => principalComponents(new Float64Array(4), 1)).toThrow(RangeError)
  expect(() => principalComponents(new Float64Array(5), 2)).toThrow(RangeError)
})

describe('properties', () => {
  test('directions are orthonormal, variances fall and sum to the total', () => {
    const sizes = fc.constantFrom([20, 5], [8, 12], [160, 130], [60, 300])
    const law = fc.property(sizes, fc.nat(1000), ([rows, cols], seed) => {
      const x = normals(rows * cols, seed)
      const { means, directions, variances } = principalComponents(x, rows)
      const count = variances.length
      const why = 'rounding'
      const products = times(directions, transposed(directions, count), count)
      expectClose(products, identity(count), { absolute: 1e-9, why })
      expect(variances.every((v, k) => k === 0 || v <= variances[k - 1])).toBe(true)
      const total = x.reduce((sum, v, i) => sum + (v - means[i % cols]) ** 2, 0) / (rows - 1)
      const sum = variances.reduce((all, v) => all + v, 0)
      expectClose([sum], [total], { relative: 1e-10, why })
    })
    fc.assert(law, { seed: 1, numRuns: 12 })
  })
})
