import { expect, test } from 'vitest'
import { rsaTopological } from '../../src/evaluation/rsa-topological.ts'
import { random } from '../../src/kernels/random.ts'
import { vectorAnswers } from './vector-answers.ts'

const draw = random(6)
const [rows, width] = [9, 6]
const values = Float64Array.from({ length: rows * width }, draw.normal)

test('predictions that are scaled and moved keep all neighbours', () => {
  const { answers, truth } = vectorAnswers(
    values,
    values.map((value) => 3 * value - 2),
    width,
  )
  expect(rsaTopological.compute({ ...answers, truth })).toBeCloseTo(1, 12)
})

test('what cannot vary is not defined', () => {
  const { answers, truth } = vectorAnswers(values, values, width)
  const pair = Float64Array.from(truth, (_, r) => Number(r < 2))
  expect(rsaTopological.judge(answers)(truth, pair)).toBeNaN()
})
