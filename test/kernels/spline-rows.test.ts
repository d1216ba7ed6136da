import { describe, expect, test } from 'vitest'
import { electrodePositions } from '../../src/kernels/electrode-positions.ts'
import { sphericalSpline } from '../../src/kernels/spherical-spline.ts'
import { splineRows } from '../../src/kernels/spline-rows.ts'

const known = electrodePositions(['F3', 'F4', 'P3', 'P4', 'Cz'])
const wanted = electrodePositions(['Fz', 'Pz'])
const rows = [1, 2, 3, 4, 5].map((v) => Float32Array.of(v, 1))

describe('spline rows', () => {
  test('are weighted sums of those that are known', () => {
    const weights = sphericalSpline(known, wanted)
    const sum = [1, 2, 3, 4, 5].reduce((total, v, i) => total + v * weights[5 + i], 0)
    expect(splineRows(rows, known, wanted)[1][0]).toBeCloseTo(sum, 6)
  })

  test('keep a constant, and a NaN at its sample', () => {
    const [first] = splineRows(rows, known, wanted)
    expect(first[1]).toBeCloseTo(1, 6)
    const holed = rows.map((row, i) => (i === 0 ? Float32Array.of(Number.NaN, 1) : row))
    const [made] = splineRows(holed, known, wanted)
    expect([Number.isNaN(made[0]), Number.isNaN(made[1])]).toEqual([true, false])
  })

  test('need places', () => {
    expect(() =>
      splineRows(
        rows,
        known.map(() => Number.NaN),
        wanted,
      ),
    ).toThrow(RangeError)
  })
})
