import { describe, expect, test } from 'vitest'
import { calmSamples } from '../../src/kernels/calm-samples.ts'
import { cleaningGolden, type GoldenAsr } from '../cleaning-golden.ts'

const golden = cleaningGolden<GoldenAsr>('asr.json')
const x = Float64Array.from(golden.x)
const { rateHz, channels, badShare } = golden

describe('calmSamples', () => {
  test('are those that asrpy keeps', () => {
    const kept = calmSamples(x, channels, { rateHz, windowS: 0.5, badShare })
    const ends = [...kept, 0].flatMap((value, t) => (value === (kept[t - 1] ?? 0) ? [] : [t]))
    expect(ends).toEqual(golden.kept)
    expect(kept.includes(0)).toBe(true)
  })

  test('too few windows are refused', () => {
    const options = { rateHz, windowS: 10, badShare }
    expect(() => calmSamples(x, channels, options)).toThrow(RangeError)
  })
})
