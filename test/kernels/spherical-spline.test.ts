import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { electrodePositions } from '../../src/kernels/electrode-positions.ts'
import { sphericalSpline, splinesAmong } from '../../src/kernels/spherical-spline.ts'

const golden = JSON.parse(
  readFileSync(new URL('../golden/interpolation/spherical-spline.json', import.meta.url), 'utf8'),
) as Record<'known' | 'wanted' | 'weights', number[]>
const names = 'Fp1 Fp2 F3 F4 F7 F8 T7 T8 C3 C4 P3 P4 O1 O2 Fz Pz'.split(' ')
const known = electrodePositions(names)

describe('sphericalSpline', () => {
  test('weights are those of MNE', () => {
    const found = sphericalSpline(Float64Array.from(golden.known), Float64Array.from(golden.wanted))
    expect(found).toHaveLength(golden.weights.length)
    const apart = found.map((weight, i) => Math.abs(weight - golden.weights[i]))
    expect(Math.max(...apart)).toBeLessThan(1e-6)
  })

  test('a known place gives itself back, but for the ridge', () => {
    const weights = sphericalSpline(known, known.subarray(6, 9), { ridge: 1e-9 })
    expect(
      weights.map((weight, i) => Math.abs(weight - (i === 2 ? 1 : 0))).every((d) => d < 1e-3),
    ).toBe(true)
  })

  test('no electrode, and a place that is none, are refused', () => {
    expect(() => sphericalSpline(new Float64Array(0), known)).toThrow(RangeError)
    expect(() => sphericalSpline(Float64Array.of(0, 0, 0), known)).toThrow(/no direction/)
    expect(() => sphericalSpline(known, Float64Array.of(Number.NaN, 0, 1))).toThrow(RangeError)
  })
})

describe('properties', () => {
  const place = fc
    .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0, max: 6, noNaN: true }))
    .map(([z, turn]) => {
      const r = Math.sqrt(1 - z * z)
      return [r * Math.cos(turn), r * Math.sin(turn), z]
    })

  test('a constant is kept, and the size of the head does not count', () => {
    const law = fc.property(place, fc.double({ min: 0.1, max: 10, noNaN: true }), (p, size) => {
      const wanted = Float64Array.from(p)
      const weights = sphericalSpline(known, wanted)
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 8)
      const scaled = sphericalSpline(
        known.map((x) => x * size),
        wanted.map((x) => x / size),
      )
      expect(Math.max(...scaled.map((weight, i) => Math.abs(weight - weights[i])))).toBeLessThan(
        1e-6,
      )
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

describe('splinesAmong', () => {
  test('has the bytes of sphericalSpline for any parts of the electrodes', () => {
    const places = Float64Array.from({ length: 27 }, (_, i) => Math.sin(3 * i + 1))
    const splines = splinesAmong(places)
    const at = (chosen: number[]) =>
      Float64Array.from(chosen.flatMap((c) => [...places.subarray(3 * c, 3 * c + 3)]))
    const law = fc.property(fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 1 }), (known) => {
      const wanted = [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((c) => !known.includes(c))
      expect(splines(known, wanted)).toEqual(sphericalSpline(at(known), at(wanted)))
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('some electrode must be known', () => {
    expect(() => splinesAmong(Float64Array.of(0, 0, 1))([], [0])).toThrow(RangeError)
  })
})
