import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mixChannels } from '../../src/kernels/mix-channels.ts'

describe('mixChannels', () => {
  test('is the product of weights and samples', () => {
    const w = Float64Array.of(1, 2, 0, -1, 0.5, 3)
    const x = Float32Array.of(1, 2, 10, 20)
    expect([...mixChannels(w, x, 2)]).toEqual([21, 42, -10, -20, 30.5, 61])
  })

  test('NaN goes where its weight is not 0', () => {
    const x = Float32Array.of(Number.NaN, 1)
    expect([...mixChannels(Float64Array.of(0, 2, 1, 1), x, 1)]).toEqual([2, Number.NaN])
  })

  test('sizes that do not fit are refused', () => {
    expect(() => mixChannels(new Float64Array(5), new Float32Array(4), 2)).toThrow(RangeError)
    expect(() => mixChannels(new Float64Array(4), new Float32Array(5), 2)).toThrow(RangeError)
  })

  test('the identity changes nothing, whatever the length', () => {
    const lengths = fc.property(fc.integer({ min: 1, max: 1500 }), (samples) => {
      const x = Float32Array.from({ length: 2 * samples }, (_, i) => Math.sin(i))
      expect(mixChannels(Float64Array.of(1, 0, 0, 1), x, samples)).toEqual(x)
    })
    fc.assert(lengths, { seed: 1, numRuns: 50 })
  })
})
