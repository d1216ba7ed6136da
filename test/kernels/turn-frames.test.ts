import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { random } from '../../src/kernels/random.ts'
import { turnFrames } from '../../src/kernels/turn-frames.ts'

describe('turnFrames', () => {
  test('gives rows of integers times their gains', () => {
    const bytes = new Uint8Array(Int16Array.of(1, -2, 3, -4, 5, -6).buffer)
    const row = turnFrames({ bytes, type: 'int16', count: 3 }, Float64Array.of(0.5, 10))
    expect([...row(0)]).toEqual([0.5, 1.5, 2.5])
    expect([...row(1)]).toEqual([-20, -40, -60])
  })

  test('too few bytes are refused', () => {
    const given = { bytes: new Uint8Array(7), type: 'float32' as const, count: 1 }
    expect(() => turnFrames(given, Float64Array.of(1, 1))).toThrow(RangeError)
  })

  test('has the bytes of one number after the other, whatever channels and count', () => {
    const shape = fc.record({
      channels: fc.integer({ min: 1, max: 21 }),
      count: fc.integer({ min: 1, max: 70 }),
      type: fc.constantFrom('int16' as const, 'float32' as const),
      seed: fc.nat(1000),
    })
    const law = fc.property(shape, ({ channels, count, type, seed }) => {
      const { uniform } = random(seed)
      const size = channels * count
      const numbers =
        type === 'int16'
          ? Int16Array.from({ length: size }, () => 65536 * (uniform() - 0.5))
          : Float32Array.from({ length: size }, () => (uniform() < 0.05 ? Number.NaN : uniform()))
      const gains = Float64Array.from({ length: channels }, () => uniform() - 0.5)
      const bytes = new Uint8Array(numbers.buffer)
      const row = turnFrames({ bytes, type, count }, gains)
      for (let c = 0; c < channels; c++) {
        const expected = Float32Array.from(
          { length: count },
          (_, t) => numbers[t * channels + c] * gains[c],
        )
        expect(row(c)).toEqual(expected)
      }
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
