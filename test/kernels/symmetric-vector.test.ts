import { expect, test } from 'vitest'
import { symmetricVectors, vectorPairs } from '../../src/kernels/symmetric-vector.ts'

const matrix = Float64Array.of(1, 2, 3, 2, 4, 5, 3, 5, 6)

test('triangles are laid out row after row', () => {
  const lay = (triangle: 'lower' | 'upper', diagonal: 'keep' | 'discard') => [
    ...symmetricVectors(matrix, 3, { triangle, diagonal }),
  ]
  expect(lay('lower', 'keep')).toEqual([1, 2, 4, 3, 5, 6])
  expect(lay('upper', 'keep')).toEqual([1, 2, 3, 4, 5, 6])
  expect(lay('lower', 'discard')).toEqual([2, 3, 5])
})

test('pairs name rows and columns', () => {
  expect([...vectorPairs(2, { triangle: 'lower', diagonal: 'scaled' })]).toEqual([0, 0, 1, 0, 1, 1])
})
