import { expect, test } from 'vitest'
import { contrastiveLoss, toLengthOne } from '../../src/kernels/contrastive-map.ts'
import { columnPanels, panels } from '../../src/kernels/panels.ts'
import { expectClose } from '../close.ts'
import { headsGolden } from '../heads-golden.ts'

interface Case {
  width: number
  isCosine: boolean
  scale: number
  x: number[]
  candidates: number[]
  own: number[]
  weights: number[]
  loss: number
  gradient: number[]
}

const { contrastive } = headsGolden<{ contrastive: Case[] }>('trained.json')

test.each(contrastive)('cosine $isCosine: loss and gradient are those of PyTorch', (golden) => {
  const rows = golden.own.length
  const depth = golden.x.length / rows
  const x = { across: panels(golden.x, rows, depth), down: columnPanels(golden.x, rows, depth) }
  const goal = {
    ...golden,
    candidates: Float64Array.from(golden.candidates),
    own: Float64Array.from(golden.own),
  }
  const { loss, gradient } = contrastiveLoss(Float64Array.from(golden.weights), x, goal)
  expect(loss).toBeCloseTo(golden.loss, 12)
  expectClose(gradient, golden.gradient, { relative: 1e-10, why: 'sums in another order' })
})

test('rows get length 1, one of zeros stays', () => {
  const x = Float64Array.of(3, 4, 0, 0)
  expect([...toLengthOne(x, 2)]).toEqual([5, 1])
  expect([...x]).toEqual([0.6, 0.8, 0, 0])
})
