import { expect, test } from 'vitest'
import { spreadScores, twoSided } from '../../src/kernels/spread-scores.ts'

test('a class without a column gets zero, or less than any other', () => {
  const scores = Float64Array.of(0.25, 0.75, -3, -1)
  expect(Array.from(spreadScores(scores, [0, 2], 3, 'zero'))).toEqual([0.25, 0, 0.75, -3, 0, -1])
  const lowest = spreadScores(scores, [1, 2], 3, 'lowest')
  expect(Array.from(lowest)).toEqual([-0.75, 0.25, 0.75, -4, -3, -1])
})

test('scores of all classes are given back as they are', () => {
  const scores = Float64Array.of(1, 2)
  expect(spreadScores(scores, [0, 1], 2, 'zero')).toBe(scores)
})

test('one decision value speaks for the second class and against the first', () => {
  expect(Array.from(twoSided(Float64Array.of(2, -1)))).toEqual([-2, 2, 1, -1])
})
