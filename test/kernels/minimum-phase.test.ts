import { describe, expect, test } from 'vitest'
import { firPassBand } from '../../src/kernels/fir-design.ts'
import { minimumPhase } from '../../src/kernels/minimum-phase.ts'

/** The gain of taps at a share of the rate. */
function gainAt(taps: Float64Array, share: number): number {
  let [re, im] = [0, 0]
  taps.forEach((tap, n) => {
    re += tap * Math.cos(2 * Math.PI * share * n)
    im -= tap * Math.sin(2 * Math.PI * share * n)
  })
  return Math.hypot(re, im)
}

describe('minimumPhase', () => {
  test('keeps the gain and moves the taps to the front', () => {
    const taps = firPassBand({ highHz: 10, rateHz: 100 })
    const early = minimumPhase(taps)
    expect(early).toHaveLength(taps.length)
    for (const share of [0, 0.05, 0.1, 0.11, 0.2, 0.4]) {
      expect(Math.abs(gainAt(early, share) - gainAt(taps, share))).toBeLessThan(1e-3)
    }
    const middle = (x: Float64Array) =>
      x.reduce((sum, v, n) => sum + n * v * v, 0) / x.reduce((sum, v) => sum + v * v, 0)
    expect(middle(early)).toBeLessThan(0.4 * middle(taps))
  })

  test('needs three taps', () => {
    expect(() => minimumPhase(Float64Array.of(1))).toThrow(RangeError)
  })
})
