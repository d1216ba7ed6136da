import { expect, test } from 'vitest'
import { rsaKendall } from '../../src/evaluation/rsa-kendall.ts'
import { compareRdms } from '../../src/kernels/compare-rdms.ts'
import { dissimilarities } from '../../src/kernels/dissimilarity.ts'
import { random } from '../../src/kernels/random.ts'
import { vectorAnswers } from './vector-answers.ts'

test('it is tau-a of both RDMs, as the stage that compares RDMs has it', () => {
  const draw = random(5)
  const [rows, width] = [8, 5]
  const [values, scores] = [0, 1].map(() =>
    Float64Array.from({ length: rows * width }, draw.normal),
  )
  const [a, b] = [scores, values].map((x) => dissimilarities(x, rows, 'correlation'))
  const { answers, truth } = vectorAnswers(values, scores, width)
  expect(rsaKendall.compute({ ...answers, truth })).toBeCloseTo(
    compareRdms(a, b, 'kendallTauA'),
    12,
  )
})

test('predictions that are all the same have no order, a constant one is not defined', () => {
  const values = Float64Array.of(1, 2, 4, 9, 3, 1, 2, 2, 7)
  const same = Float64Array.of(1, 2, 4, 1, 2, 4, 1, 2, 4)
  const { answers, truth } = vectorAnswers(values, same, 3)
  expect(rsaKendall.compute({ ...answers, truth })).toBe(0)
  const flat = vectorAnswers(values, new Float64Array(9).fill(1), 3)
  expect(rsaKendall.compute({ ...flat.answers, truth })).toBeNaN()
})
