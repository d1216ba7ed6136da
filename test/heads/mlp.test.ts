import { describe, expect, test } from 'vitest'
import { mlp } from '../../src/heads/mlp.ts'
import { random } from '../../src/kernels/random.ts'
import { fitPredict, headsData, matrix } from '../heads-golden.ts'

/** Points in the plane; the class is that of the sign of the product: no line divides them. */
function crossed(rows: number, seed: number) {
  const draw = random(seed)
  const x = matrix(
    Float64Array.from({ length: 2 * rows }, () => draw.normal()),
    2,
  )
  const y = Float64Array.from({ length: rows }, (_, r) =>
    x.values[2 * r] * x.values[2 * r + 1] > 0 ? 1 : 0,
  )
  return { x, labels: { y, classes: 2 } }
}

const share = (scores: Float64Array, y: Float64Array) =>
  y.filter((k, r) => scores[2 * r + k] > 0.5).length / y.length

describe('mlp', () => {
  test.each([[[32]], [[16, 8]]])('hidden %j learns what no line divides', (hidden) => {
    const [train, other] = [crossed(200, 1), crossed(200, 2)]
    const scores = fitPredict(mlp, { hidden, epochs: 300, rate: 0.03 }, train, other.x)
    expect(share(scores, other.labels.y)).toBeGreaterThan(0.9)
  })

  test('numbers come in their own unit', () => {
    const { x, numbers, test: asked } = headsData('two')
    const labels = { ...numbers, y: numbers.y.map((v) => 1000 + 50 * v) }
    const scores = fitPredict(mlp, { epochs: 300 }, { x, labels }, x)
    const apart = scores.map((v, r) => Math.abs(v - labels.y[r]))
    expect(apart.reduce((a, b) => a + b) / apart.length).toBeLessThan(25)
    expect(fitPredict(mlp, {}, { x, labels }, asked)).toHaveLength(asked.rows)
  })

  test('groups kept aside end the training early, the same for the same seed', () => {
    const train = crossed(60, 3)
    const groups = Int32Array.from({ length: 60 }, (_, r) => Math.floor(r / 6))
    const y = train.labels.y.map((_, r) => (r * 7) % 2)
    const trained = (seed: number) =>
      mlp.fit(
        train.x,
        { y, classes: 2, groups },
        mlp.options.parse({ epochs: 400, rate: 0.05, patience: 3 }),
        seed,
      )
    const { facts, predict } = trained(1)
    expect(facts?.aside).toBe(12)
    expect(facts?.epoch).toBeLessThan(300)
    expect(trained(1).predict(train.x)).toEqual(predict(train.x))
    expect(trained(2).predict(train.x)).not.toEqual(predict(train.x))
  })
})
