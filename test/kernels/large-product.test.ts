import { afterEach, expect, test } from 'vitest'
import { handsOf, newSeats } from '../../src/execution/hands.ts'
import { lendHands } from '../../src/kernels/crew.ts'
import { isLarge, largeProduct } from '../../src/kernels/large-product.ts'
import { multiplyScalar } from '../../src/kernels/multiply-scalar.ts'
import { panels } from '../../src/kernels/panels.ts'
import { normals } from '../linalg-golden.ts'

afterEach(() => lendHands(undefined))

test('neither small products nor those of much memory go to several threads', () => {
  expect([isLarge(200, 200, 200), isLarge(400, 400, 400), isLarge(1e4, 1e4, 1)]).toEqual([
    false,
    true,
    false,
  ])
})

test.each([
  [1, 1, 1],
  [5, 7, 3],
  [258, 515, 9],
])('%i rows by %i: the bits of plain sums, on any number of threads', (m, n, depth) => {
  const [a, b] = [panels(normals(m * depth, 1), m, depth), panels(normals(n * depth, 2), n, depth)]
  const expected = multiplyScalar(a, b, new Float64Array(m * n))
  expect(largeProduct(a, b, false, new Float64Array(m * n))).toEqual(expected)
  lendHands(handsOf(newSeats(3)))
  expect(largeProduct(a, b, false, new Float64Array(m * n))).toEqual(expected)
})

test('the lower part of a product with itself', () => {
  const a = panels(normals(530 * 4, 1), 530, 4)
  const expected = multiplyScalar(a, a, new Float64Array(530 * 530))
  const found = largeProduct(a, a, true, new Float64Array(530 * 530))
  const isBelow = (_: number, i: number) => i % 530 <= Math.floor(i / 530)
  expect(found.filter(isBelow)).toEqual(expected.filter(isBelow))
})
