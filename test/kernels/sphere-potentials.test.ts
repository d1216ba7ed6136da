import { describe, expect, test } from 'vitest'
import {
  fourSpheres,
  shieldFactors,
  spherePotentials,
} from '../../src/kernels/sphere-potentials.ts'
import { relativeError } from '../cleaning-golden.ts'
import { forwardGolden as golden } from '../forward-golden.ts'

const places = Float64Array.from(golden.places)
const channels = places.length / 3

describe('spherePotentials', () => {
  test('the spheres and the coefficients of their series are those of MNE', () => {
    expect(golden.layers.map(({ rel_rad }) => rel_rad)).toEqual(fourSpheres.radii)
    expect(golden.layers.map(({ sigma }) => sigma)).toEqual(fourSpheres.conductivities)
    const found = shieldFactors(fourSpheres, golden.coefficients.length)
    expect(relativeError(found, golden.coefficients)).toBeLessThan(1e-12)
  })

  test('one sphere is the closed form that MNE has', () => {
    const one = { radii: [1], conductivities: [0.33] }
    const found = spherePotentials(places, Float64Array.from(golden.some), one)
    expect(relativeError(found, golden.oneSphere)).toBeLessThan(1e-10)
  })

  test('four spheres are those of MNE but for the three dipoles it fits', () => {
    const all = spherePotentials(places, Float64Array.from(golden.pickedSources))
    const width = 3 * golden.picked.length
    const found = golden.picked.map((_, k) => {
      const axis = golden.picked[k] % 3
      return Array.from({ length: channels }, (_, c) => all[c * width + 3 * k + axis])
    })
    const wanted = found.map((_, k) => {
      return Array.from({ length: channels }, (_, c) => golden.gain[c * golden.picked.length + k])
    })
    expect(relativeError(found.flat(), wanted.flat())).toBeLessThan(2e-3)
  })

  test('spheres of one conductivity are one sphere', () => {
    const sources = Float64Array.of(0.1, 0.2, 0.3, 0, 0, 0, 0, 0, -0.8)
    const many = { radii: [0.9, 0.95, 1], conductivities: [0.2, 0.2, 0.2] }
    const one = { radii: [1], conductivities: [0.2] }
    const found = spherePotentials(places, sources, many)
    expect(relativeError(found, [...spherePotentials(places, sources, one)])).toBeLessThan(1e-12)
  })

  test('a source in the centre is felt as the cosine', () => {
    const up = Float64Array.of(0, 0, 1, 1, 0, 0)
    const one = { radii: [1], conductivities: [1] }
    const found = spherePotentials(up, Float64Array.of(0, 0, 0), one)
    const most = 3 / (4 * Math.PI)
    expect([...found]).toEqual([0, 0, most, most, 0, 0].map((v) => expect.closeTo(v, 12)))
  })

  test('sources in the skull, and next to it, are refused', () => {
    expect(() => spherePotentials(places, Float64Array.of(0, 0, 0.95))).toThrow(/inside the brain/)
    const one = { radii: [1], conductivities: [1] }
    expect(() => spherePotentials(places, Float64Array.of(0, 0, 0.999), one)).toThrow(/too near/)
  })
})
