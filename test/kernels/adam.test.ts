import { describe, expect, test } from 'vitest'
import { adam, startWeights } from '../../src/kernels/adam.ts'
import { expectClose } from '../close.ts'
import { headsGolden } from '../heads-golden.ts'

const { adamw } = headsGolden<{ adamw: { start: number[]; goal: number[]; end: number[] } }>(
  'trained.json',
)
const lossTo = (goal: readonly number[]) => (p: Float64Array) => ({
  loss: p.reduce((sum, v, i) => sum + 0.5 * (v - goal[i]) ** 2, 0),
  gradient: p.map((v, i) => v - goal[i]),
})
const settings = { epochs: 10, rate: 0.05, weightDecay: 0.1, decayed: Uint8Array.of(1, 0, 1) }

describe('adam', () => {
  test('ten steps are those of PyTorch', () => {
    const { parameters } = adam(Float64Array.from(adamw.start), lossTo(adamw.goal), settings)
    expectClose(parameters, adamw.end, { relative: 1e-12, why: 'the same steps' })
  })

  test('training ends when what is kept aside gets no better, with the best step', () => {
    const decayed = Uint8Array.of(0)
    const options = { ...settings, epochs: 500, rate: 0.1, decayed, patience: 5 }
    const aside = ([p]: Float64Array) => Math.abs(p - 1)
    const found = adam(Float64Array.of(0), lossTo([3]), options, aside)
    expect(found.parameters[0]).toBeCloseTo(1, 1)
    expect(found.losses.length).toBeLessThan(30)
    expect(found.epoch).toBe(found.losses.length - 1 - 5)
  })
})

test('weights to begin with depend on the seed, and lie within the root of the inputs', () => {
  const weights = startWeights(100, 20, 3)
  expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(0.1)
  expect(startWeights(100, 20, 3)).toEqual(weights)
})
