import { expect, test } from 'vitest'
import { diffusionStep } from '../../src/kernels/diffusion-step.ts'
import { expectClose } from '../close.ts'
import { samplersGolden } from '../samplers-golden.ts'

const f32 = (x: number[]) => Float32Array.from(x)

test.each(samplersGolden.steps)('$predicts, eta $eta: the step of NumPy', (golden) => {
  const { x, said, noise, out } = golden
  const found = diffusionStep(f32(x), f32(said), f32(noise), golden)
  expectClose(found, out, { relative: 2e-6, why: 'samples are f32, NumPy computes in f64' })
})

test('the last step gives the signal itself', () => {
  const step = { predicts: 'signal', share: 0.9, next: 1, eta: 0 } as const
  const found = diffusionStep(f32([1, 2]), f32([3, -4]), f32([9, 9]), step)
  expect([...found]).toEqual([3, -4])
})
