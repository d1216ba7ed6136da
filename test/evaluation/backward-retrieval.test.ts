import { expect, test } from 'vitest'
import { backwardTop1 } from '../../src/evaluation/backward-retrieval.ts'
import { vectorAnswers } from './vector-answers.ts'

const values = Float64Array.of(1, 0, 0, 1)

test('a prediction near to everything is found first by all', () => {
  const { answers, truth } = vectorAnswers(values, [1, 0.1, 1, 0.2], 2)
  expect(backwardTop1.compute({ ...answers, truth })).toBe(1)
  expect(backwardTop1.compute({ ...answers, truth: [1, 0] })).toBe(0)
})

test('of equally near predictions the share of right ones counts', () => {
  const { answers, truth } = vectorAnswers(values, [1, 1, 1, 1], 2)
  expect(backwardTop1.compute({ ...answers, truth })).toBe(0.5)
  expect(backwardTop1.judge(answers)(truth, [3, 1])).toBe(0.75 * 0.75 + 0.25 * 0.25)
})
