import { describe, expect, test } from 'vitest'
import { butterworth } from '../../src/kernels/butterworth.ts'
import { sosDecay } from '../../src/kernels/sos-decay.ts'
import { sosFilter } from '../../src/kernels/sos-filter.ts'

describe('sosDecay', () => {
  test('one real pole at 0.5 halves with each sample', () => {
    const needed = 1.5 * (Math.log(1e-12) / Math.log(0.5))
    expect(sosDecay(Float64Array.of(1, 0, 0, 1, -0.5, 0))).toBe(Math.ceil(needed))
  })

  test('a pole on the unit circle never decays', () => {
    expect(sosDecay(Float64Array.of(1, 0, 0, 1, -1, 0))).toBe(Number.POSITIVE_INFINITY)
  })

  test('after that many samples an impulse is gone', () => {
    for (const edges of [
      [0.005, 0.3],
      [0.1, 0.2],
    ]) {
      const sections = butterworth(4, edges, 'bandpass')
      const samples = sosDecay(sections)
      const x = new Float32Array(samples + 200)
      x[0] = 1
      const y = sosFilter(x, 1, sections)
      const peak = y.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      const rest = y.subarray(samples).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      expect(rest / peak).toBeLessThan(1e-11)
    }
  })
})
