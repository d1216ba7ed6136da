import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crossLag } from '../../src/kernels/cross-lag.ts'
import { signalInput } from '../signal-golden.ts'

describe('crossLag', () => {
  test('a constant follows nothing', () => {
    expect(crossLag(signalInput(1, 9), new Float32Array(9), 3).lag).toBeNaN()
  })
})

describe('properties', () => {
  test('a signal that was moved is found where it was moved to', () => {
    const law = fc.property(fc.integer({ min: 0, max: 20 }), fc.boolean(), (lag, down) => {
      const x = signalInput(1, 400).map((v, t) => (v - t / 16) * (t < 370 ? 1 : 0))
      const y = x.map((_, t) => (t < lag ? 0 : x[t - lag]) * (down ? -1 : 1))
      const found = crossLag(x, y, 25)
      expect(found.lag).toBe(lag)
      expect(Math.sign(found.correlation)).toBe(down ? -1 : 1)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
