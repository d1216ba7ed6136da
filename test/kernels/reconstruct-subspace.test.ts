import { describe, expect, test } from 'vitest'
import { reconstructSubspace } from '../../src/kernels/reconstruct-subspace.ts'
import { cleanSubspace } from '../../src/kernels/subspace-reconstruction.ts'
import { cleaningGolden, type GoldenAsr, relativeError } from '../cleaning-golden.ts'

const golden = cleaningGolden<GoldenAsr>('asr.json')
const { rateHz, channels, badShare, cutoff } = golden
const options = { rateHz, windowS: 0.5, mostShare: 0.66, step: 32 }
const subspace = (cut: number) => {
  const own = { rateHz, windowS: 0.5, badShare, cutoff: cut }
  return cleanSubspace(Float64Array.from(golden.x), channels, own)
}

describe('reconstructSubspace', () => {
  const x = Float32Array.from(golden.x)
  const samples = x.length / channels

  test('is that of asrpy', () => {
    const { values, changed } = reconstructSubspace(x, subspace(cutoff), options)
    const found = values.filter((_, i) => {
      const t = i % samples
      return t < samples - 64 && t % 9 === 0
    })
    expect(relativeError(found, golden.clean)).toBeLessThan(1e-6)
    expect(changed).toBeGreaterThan(golden.changed - 64)
    expect(changed).toBeLessThan(samples / 2)
  })

  test('a high cutoff changes nothing', () => {
    const { values, changed } = reconstructSubspace(x, subspace(1e6), options)
    expect(changed).toBe(0)
    expect(values).toEqual(x)
  })
})
