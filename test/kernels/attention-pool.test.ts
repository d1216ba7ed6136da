import { expect, test } from 'vitest'
import {
  attentionLoss,
  attentionOutputs,
  startAttention,
} from '../../src/kernels/attention-pool.ts'
import { expectClose } from '../close.ts'
import { headsGolden } from '../heads-golden.ts'

interface Case {
  tokens: number
  depth: number
  width: number
  isClass: boolean
  x: number[]
  y: number[]
  parameters: number[]
  outputs: number[]
  loss: number
  gradient: number[]
}

const { attention } = headsGolden<{ attention: Case[] }>('trained.json')

test.each(attention)('$tokens tokens of $depth: outputs and gradient are those of PyTorch', (g) => {
  const x = Float64Array.from(g.x)
  const parameters = Float64Array.from(g.parameters)
  const rows = g.x.length / (g.tokens * g.depth)
  const why = 'the same formulas in f64, sums in another order'
  const { outputs } = attentionOutputs(g, parameters, x, rows)
  expectClose(outputs, g.outputs, { relative: 1e-10, why })
  const targets = { y: Float64Array.from(g.y), isClass: g.isClass, width: g.width }
  const { loss, gradient } = attentionLoss(g, parameters, x, targets)
  expect(loss).toBeCloseTo(g.loss, 12)
  expectClose(gradient, g.gradient, { relative: 1e-10, why })
})

test('before training every token counts the same', () => {
  const pool = { depth: 2, width: 1 }
  const x = Float64Array.of(1, 2, 3, 4, 5, 6)
  const { shares, pooled } = attentionOutputs(pool, startAttention(pool), x, 1)
  expect([...shares]).toEqual([1 / 3, 1 / 3, 1 / 3])
  expectClose(pooled, [3, 4], { absolute: 1e-12, why: 'means' })
})
