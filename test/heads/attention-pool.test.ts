import { describe, expect, test } from 'vitest'
import { attentionPool } from '../../src/heads/attention-pool.ts'
import { random } from '../../src/kernels/random.ts'
import { fitPredict, matrix } from '../heads-golden.ts'

/** Rows of 6 tokens of 3 numbers: one token, marked in its first number, holds the class. */
function hidden(rows: number, seed: number) {
  const draw = random(seed)
  const y = Float64Array.from({ length: rows }, () => draw.integer(2))
  const values = Float64Array.from({ length: rows * 18 }, () => draw.normal())
  for (let r = 0; r < rows; r++) {
    const at = r * 18 + 3 * draw.integer(6)
    values[at] = 6
    values[at + 1] = y[r] === 1 ? 2 : -2
  }
  return { x: matrix(values, 18), labels: { y, classes: 2 } }
}

describe('attentionPool', () => {
  test('finds the token that holds the class, wherever it stands', () => {
    const [train, other] = [hidden(150, 1), hidden(150, 2)]
    const scores = fitPredict(attentionPool, { depth: 3, epochs: 400, rate: 0.05 }, train, other.x)
    const right = other.labels.y.filter((k, r) => scores[2 * r + k] > 0.5).length
    expect(right / 150).toBeGreaterThan(0.9)
  })

  test('the depth that the encoder tells is used; one that does not divide is refused', () => {
    const { x, labels } = hidden(30, 1)
    const told = fitPredict(attentionPool, {}, { x: { ...x, depth: 3 }, labels }, x)
    expect(told).toEqual(fitPredict(attentionPool, { depth: 3 }, { x, labels }, x))
    expect(() => fitPredict(attentionPool, { depth: 4 }, { x, labels }, x)).toThrow(/stage-options/)
  })
})
