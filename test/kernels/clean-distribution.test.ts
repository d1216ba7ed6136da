import { describe, expect, test } from 'vitest'
import { cleanDistribution } from '../../src/kernels/clean-distribution.ts'
import { cleaningGolden, type GoldenAsr } from '../cleaning-golden.ts'

const golden = cleaningGolden<GoldenAsr>('asr.json')
const amplitudes = Float64Array.from(golden.amplitudes)

describe('cleanDistribution', () => {
  test('is that of asrpy', () => {
    const { mean, deviation } = cleanDistribution(amplitudes)
    expect(Math.abs(mean / golden.mean - 1)).toBeLessThan(1e-9)
    expect(Math.abs(deviation / golden.deviation - 1)).toBeLessThan(1e-9)
  })

  test('scales with its values, and knows no spread of equal ones', () => {
    const scaled = cleanDistribution(amplitudes.map((v) => v * 8))
    expect(scaled.mean).toBeCloseTo(8 * golden.mean, 9)
    const equal = cleanDistribution(new Float64Array(30).fill(2))
    expect(equal).toEqual({ mean: 2, deviation: 0 })
    expect(() => cleanDistribution(new Float64Array(5))).toThrow(RangeError)
  })
})
