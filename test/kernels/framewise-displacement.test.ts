import { describe, expect, test } from 'vitest'
import { framewiseDisplacement } from '../../src/kernels/framewise-displacement.ts'
import { expectClose } from '../close.ts'
import { fmriprepColumns, timeseries } from '../timeseries-golden.ts'

describe('framewiseDisplacement', () => {
  test('adds translations and arcs; the first scan has none', () => {
    const motion = Float64Array.of(0, 1, 1, 0, 0, -2, 0, 0, 0, 0, 0.01, 0.01, 0, 0, 0, 0, 0, 0)
    const found = framewiseDisplacement(motion)
    expect(found[0]).toBeNaN()
    expect(found[1]).toBeCloseTo(1.5, 12)
    expect(found[2]).toBeCloseTo(2, 12)
  })

  test('agrees with the sums of NumPy', () => {
    const names = ['trans_x', 'trans_y', 'trans_z', 'rot_x', 'rot_y', 'rot_z']
    const motion = new Float64Array(6 * timeseries.samples)
    for (const [k, name] of names.entries())
      motion.set(fmriprepColumns[name], k * timeseries.samples)
    const expected = fmriprepColumns.framewise_displacement
    expectClose(framewiseDisplacement(motion), expected, { relative: 1e-12, why: 'the same sums' })
  })

  test('refuses other than six parameters', () => {
    expect(() => framewiseDisplacement(new Float64Array(7))).toThrow(RangeError)
  })
})
