import { expect, test } from 'vitest'
import { dice, jaccard } from '../../src/evaluation/set-overlap.ts'
import { vectorAnswers } from './vector-answers.ts'

test('elements of 0.5 and more belong to a set', () => {
  const { answers, truth } = vectorAnswers(Float64Array.of(1, 0.5, 0, 0), [0.9, 0.1, 0.5, 0.2], 4)
  expect(dice.compute({ ...answers, truth })).toBe(0.5)
  expect(jaccard.compute({ ...answers, truth })).toBeCloseTo(1 / 3, 12)
})

test('two empty sets say nothing', () => {
  const { answers, truth } = vectorAnswers(Float64Array.of(0, 0, 1, 1), [0, 0, 1, 0], 2)
  expect(jaccard.compute({ ...answers, truth })).toBe(0.5)
  expect(dice.judge(answers)(truth, [1, 0])).toBeNaN()
})
