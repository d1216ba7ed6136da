import { describe, expect, test } from 'vitest'
import { panels } from '../../src/kernels/panels.ts'
import {
  type Activation,
  perceptronLoss,
  perceptronOutputs,
  startPerceptron,
  trainingRows,
  weightMask,
} from '../../src/kernels/perceptron.ts'
import { expectClose } from '../close.ts'
import { headsGolden } from '../heads-golden.ts'

interface Case {
  sizes: number[]
  activation: Activation
  isClass: boolean
  x: number[]
  y: number[]
  parameters: number[]
  outputs: number[]
  loss: number
  gradient: number[]
}

const { perceptron } = headsGolden<{ perceptron: Case[] }>('trained.json')

test.each(perceptron)(
  '$sizes $activation: outputs, loss and gradient are those of PyTorch',
  (g) => {
    const rows = g.x.length / g.sizes[0]
    const parameters = Float64Array.from(g.parameters)
    const x = trainingRows(Float64Array.from(g.x), rows, g.sizes[0])
    const why = 'the same formulas in f64, sums in another order'
    const outputs = perceptronOutputs(g, parameters, panels(g.x, rows, g.sizes[0]))
    expectClose(outputs, g.outputs, { relative: 1e-10, why })
    const width = g.sizes[g.sizes.length - 1]
    const targets = { y: Float64Array.from(g.y), isClass: g.isClass, width }
    const { loss, gradient } = perceptronLoss(g, parameters, x, targets)
    expect(loss).toBeCloseTo(g.loss, 12)
    expectClose(gradient, g.gradient, { relative: 1e-10, why })
  },
)

describe('startPerceptron', () => {
  test('the last layer and biases begin at 0, the others within the root of inputs', () => {
    const net = { sizes: [4, 3, 2], activation: 'relu' as const }
    const start = startPerceptron(net, 7)
    expect(start).toHaveLength(12 + 3 + 6 + 2)
    expect(start.subarray(0, 12).every((w) => w !== 0 && Math.abs(w) <= 0.5)).toBe(true)
    expect(start.subarray(12).every((w) => w === 0)).toBe(true)
    expect(startPerceptron(net, 7)).toEqual(start)
    expect(startPerceptron(net, 8)).not.toEqual(start)
    expect([...weightMask(net)].filter((flag) => flag === 0)).toHaveLength(5)
  })
})
