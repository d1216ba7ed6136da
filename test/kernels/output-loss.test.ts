import { expect, test } from 'vitest'
import { outputLoss } from '../../src/kernels/output-loss.ts'

test('classes: the mean cross-entropy, and shares less the truth', () => {
  const outputs = Float64Array.of(0, 0, Math.log(3), 0)
  const loss = outputLoss(outputs, { y: Float64Array.of(1, 0), isClass: true, width: 2 })
  expect(loss).toBeCloseTo((Math.log(2) + Math.log(4 / 3)) / 2, 12)
  expect([...outputs].map((v) => Number(v.toFixed(12)))).toEqual([0.25, -0.25, -0.125, 0.125])
})

test('numbers: half the squared difference', () => {
  const outputs = Float64Array.of(1, 2, 3, 4)
  const loss = outputLoss(outputs, { y: Float64Array.of(0, 2, 3, 2), isClass: false, width: 2 })
  expect(loss).toBe(1.25)
  expect([...outputs]).toEqual([0.5, 0, 0, 1])
})
