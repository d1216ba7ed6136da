import { expect, test } from 'vitest'
import { rowInverse } from '../../src/kernels/row-inverse.ts'
import { expectClose } from '../close.ts'
import { figuresGolden, rough } from '../figures-golden.ts'

test('is the pseudo-inverse of NumPy, transposed', () => {
  const found = rowInverse(rough(18, 11), 6)
  expectClose(found, figuresGolden.inverse, { absolute: 1e-10, why: 'squared condition' })
})

test('filter times pattern is one for the same, zero for another', () => {
  const filters = rough(12, 5)
  const found = rowInverse(filters, 4)
  const product = [0, 1, 2].flatMap((i) =>
    [0, 1, 2].map((j) =>
      [0, 1, 2, 3].reduce((sum, c) => sum + filters[4 * i + c] * found[4 * j + c], 0),
    ),
  )
  expectClose(product, [1, 0, 0, 0, 1, 0, 0, 0, 1], { absolute: 1e-10, why: 'rounding' })
})

test('rows that depend on each other have none', () => {
  expect(() => rowInverse(Float64Array.of(1, 2, 1, 2), 2)).toThrow(RangeError)
})
