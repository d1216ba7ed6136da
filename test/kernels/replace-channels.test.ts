import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mixChannels } from '../../src/kernels/mix-channels.ts'
import { random } from '../../src/kernels/random.ts'
import { replaceChannels, spreadWeights } from '../../src/kernels/replace-channels.ts'

describe('replaceChannels', () => {
  const x = Float32Array.of(1, 2, 10, 20, 100, 200)

  test('puts a mixture in the place of a channel and leaves x as it is', () => {
    const made = { weights: Float64Array.of(0.5, 0, 1), rows: [1] }
    expect([...replaceChannels(x, 2, made)]).toEqual([1, 2, 100.5, 201, 100, 200])
    expect(x[2]).toBe(10)
  })

  test('adds channels behind the others', () => {
    const made = { weights: Float64Array.of(1, 1, 0, 0, 0, 2), rows: [0, 3] }
    expect([...replaceChannels(x, 2, made)]).toEqual([11, 22, 10, 20, 100, 200, 200, 400])
  })

  test('weights that do not fit are refused', () => {
    const made = { weights: new Float64Array(4), rows: [0] }
    expect(() => replaceChannels(x, 2, made)).toThrow(RangeError)
  })

  test('has the bytes of mixChannels in the rows that are made, whatever the length', () => {
    const shape = fc.record({
      channels: fc.integer({ min: 2, max: 12 }),
      samples: fc.integer({ min: 1, max: 3000 }),
      added: fc.nat(2),
      seed: fc.nat(1000),
    })
    const law = fc.property(shape, ({ channels, samples, added, seed }) => {
      const { uniform } = random(seed)
      const values = Float32Array.from({ length: channels * samples }, () => uniform() - 0.5)
      const behind = Array.from({ length: added }, (_, i) => channels + i)
      const rows = [1, ...behind]
      const weights = Float64Array.from({ length: rows.length * channels }, (_, i) =>
        i % channels === 1 ? 0 : uniform(),
      )
      const out = replaceChannels(values, samples, { weights, rows })
      const made = mixChannels(weights, values, samples)
      expect(out.length).toBe((channels + added) * samples)
      for (let c = 0; c < channels + added; c++) {
        const d = rows.indexOf(c)
        const from = d < 0 ? values.subarray(c * samples) : made.subarray(d * samples)
        expect(out.subarray(c * samples, (c + 1) * samples)).toEqual(from.subarray(0, samples))
      }
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

test('spreadWeights leaves 0 where a channel is not used', () => {
  const weights = Float64Array.of(1, 2, 3, 4)
  expect([...spreadWeights(weights, [0, 2], 3)]).toEqual([1, 0, 2, 3, 0, 4])
})
