import { describe, expect, test } from 'vitest'
import { frechetDistance } from '../../src/evaluation/frechet-distance.ts'
import { random } from '../../src/kernels/random.ts'
import { vectorAnswers } from './vector-answers.ts'

const draw = random(8)
const [rows, width] = [12, 30]
const values = Float64Array.from({ length: rows * width }, draw.normal)

describe('clouds of points', () => {
  test('equal clouds lie at 0, also in another order of rows', () => {
    const turned = values.map((_, i) => values[(i + width) % values.length])
    const { answers, truth } = vectorAnswers(values, turned, width)
    expect(frechetDistance.compute({ ...answers, truth })).toBeCloseTo(0, 9)
  })

  test('a cloud that is moved lies at the squared length of the move', () => {
    const moved = values.map((value) => value + 0.5)
    const { answers, truth } = vectorAnswers(values, moved, width)
    expect(frechetDistance.compute({ ...answers, truth })).toBeCloseTo(0.25 * width, 9)
  })

  test('one row is no cloud', () => {
    const { answers, truth } = vectorAnswers(values, values, width)
    const one = Float64Array.from(truth, (_, r) => Number(r === 0))
    expect(frechetDistance.judge(answers)(truth, one)).toBeNaN()
  })
})
