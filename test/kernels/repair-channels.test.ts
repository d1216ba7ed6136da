import { describe, expect, test } from 'vitest'
import { electrodePositions } from '../../src/kernels/electrode-positions.ts'
import { channelRepair, leaveOneOutWeights } from '../../src/kernels/repair-channels.ts'
import { sphericalSpline } from '../../src/kernels/spherical-spline.ts'

const places = electrodePositions(['Fp1', 'Fp2', 'C3', 'C4', 'O1', 'O2'])
const values = Float32Array.from({ length: 12 }, (_, i) => (i * i) % 7)

describe('channelRepair', () => {
  test('gives bad channels from the good ones, and leaves these as they are', () => {
    const out = channelRepair(places)(values, [0, 3])
    const good = [1, 2, 4, 5]
    const at = (chosen: number[]) =>
      Float64Array.from(chosen.flatMap((c) => [...places.subarray(3 * c, 3 * c + 3)]))
    const weights = sphericalSpline(at(good), at([0, 3]))
    const wanted = good.reduce((sum, c, i) => sum + weights[4 + i] * values[2 * c + 1], 0)
    expect(out[7]).toBeCloseTo(wanted, 5)
    for (const c of good)
      expect(out.subarray(2 * c, 2 * c + 2)).toEqual(values.subarray(2 * c, 2 * c + 2))
    expect(values[0]).toBe(0)
  })

  test('a channel must be left', () => {
    expect(() => channelRepair(places)(values, [0, 1, 2, 3, 4, 5])).toThrow(RangeError)
  })
})

describe('leaveOneOutWeights', () => {
  test('each row keeps a constant and does not look at its own channel', () => {
    const weights = leaveOneOutWeights(places)
    for (let c = 0; c < 6; c++) {
      const row = weights.subarray(6 * c, 6 * c + 6)
      expect(row[c]).toBe(0)
      expect(row.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 10)
    }
  })
})
