import { expect, test } from 'vitest'
import { majority } from '../../src/heads/majority.ts'
import { fitPredict, matrix } from '../heads-golden.ts'

const x = matrix([NaN, 1, 2, 3], 1)

test('every row gets the frequencies of the classes', () => {
  const labels = { y: Float64Array.of(2, 0, 2, 2), classes: 3 }
  const scores = fitPredict(majority, {}, { x, labels }, matrix([5, 6], 1))
  expect(Array.from(scores)).toEqual([0.25, 0, 0.75, 0.25, 0, 0.75])
})

test('one class is enough', () => {
  const labels = { y: new Float64Array(4), classes: 2 }
  expect(Array.from(fitPredict(majority, {}, { x, labels }, x)).slice(0, 2)).toEqual([1, 0])
})

test('numbers get their mean', () => {
  const labels = { y: Float64Array.of(1, 2, 3, 6), classes: 0 }
  expect(Array.from(fitPredict(majority, {}, { x, labels }, x))).toEqual([3, 3, 3, 3])
})
