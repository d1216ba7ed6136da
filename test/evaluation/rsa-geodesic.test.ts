import { expect, test } from 'vitest'
import { rsaGeodesic } from '../../src/evaluation/rsa-geodesic.ts'
import { random } from '../../src/kernels/random.ts'
import { vectorAnswers } from './vector-answers.ts'

const draw = random(7)
const [rows, width] = [7, 5]
const values = Float64Array.from({ length: rows * width }, draw.normal)

test('predictions that are scaled and moved keep all ways', () => {
  const { answers, truth } = vectorAnswers(
    values,
    values.map((value) => 2 * value + 1),
    width,
  )
  expect(rsaGeodesic.compute({ ...answers, truth })).toBeCloseTo(1, 10)
})

test('two rows have one way, which is none, and a constant vector is not defined', () => {
  const { answers, truth } = vectorAnswers(values, values, width)
  const pair = Float64Array.from(truth, (_, r) => Number(r < 2))
  expect(rsaGeodesic.judge(answers)(truth, pair)).toBeNaN()
  const flat = vectorAnswers(values, new Float64Array(rows * width), width)
  expect(rsaGeodesic.compute({ ...flat.answers, truth })).toBeNaN()
})
