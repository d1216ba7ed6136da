import { describe, expect, test } from 'vitest'
import { calmSamples } from '../../src/kernels/calm-samples.ts'
import { cleanSubspace } from '../../src/kernels/subspace-reconstruction.ts'
import { cleaningGolden, type GoldenAsr, relativeError } from '../cleaning-golden.ts'

const golden = cleaningGolden<GoldenAsr>('asr.json')
const { rateHz, channels, badShare, cutoff } = golden
const x = Float64Array.from(golden.x)

describe('cleanSubspace', () => {
  test('mixing and thresholds are those of asrpy', () => {
    const options = { rateHz, windowS: 0.5, badShare, cutoff }
    const { mixing, thresholds, keptShare } = cleanSubspace(x, channels, options)
    expect(relativeError(mixing, golden.mixing)).toBeLessThan(1e-6)
    const limits = Float64Array.from(golden.limits, (_, i) => {
      const [c, d] = [Math.floor(i / channels), i % channels]
      let sum = 0
      for (let k = 0; k < channels; k++) {
        sum += thresholds[k * channels + c] * thresholds[k * channels + d]
      }
      return sum
    })
    expect(relativeError(limits, golden.limits)).toBeLessThan(1e-6)
    const kept = calmSamples(x, channels, options).filter((value) => value === 1).length
    expect(keptShare).toBe(kept / (x.length / channels))
  })

  test('a rate that has no 40 Hz is refused', () => {
    const options = { rateHz: 80, windowS: 0.5, badShare, cutoff }
    expect(() => cleanSubspace(x, channels, options)).toThrow(RangeError)
  })
})
