import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mixChannels } from '../../src/kernels/mix-channels.ts'
import { mixChannelsScalar } from '../../src/kernels/mix-channels-scalar.ts'
import { random } from '../../src/kernels/random.ts'

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

  test('has the bytes of the plain version, with weights of 0, NaN and infinities', () => {
    const shape = fc.record({
      rows: fc.integer({ min: 1, max: 9 }),
      channels: fc.integer({ min: 1, max: 20 }),
      samples: fc.integer({ min: 600, max: 5000 }),
      share: fc.constantFrom(0, 0.1, 0.6),
      seed: fc.nat(1000),
    })
    const law = fc.property(shape, ({ rows, channels, samples, share, seed }) => {
      const { uniform } = random(seed)
      const w = Float64Array.from({ length: rows * channels }, () => {
        return uniform() < share ? 0 : uniform() - 0.5
      })
      const x = Float32Array.from({ length: channels * samples }, () => 1e3 * (uniform() - 0.5))
      x[Math.floor(uniform() * x.length)] = Number.NaN
      x[Math.floor(uniform() * x.length)] = Number.POSITIVE_INFINITY
      expect(mixChannels(w, x, samples)).toEqual(mixChannelsScalar(w, x, samples))
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
