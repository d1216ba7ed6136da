import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelCentres, mapCentres } from '../../src/kernels/centres.ts'

const golden = JSON.parse(
  readFileSync(new URL('../golden/atlases/centres.json', import.meta.url), 'utf8'),
) as { shape: [number, number, number]; labels: number[]; maps: number[] } & Record<
  'labelCentres' | 'mapCentres',
  number[][]
>

const near = (found: readonly number[], known: readonly number[]) => {
  for (const [axis, at] of found.entries()) expect(at).toBeCloseTo(known[axis], 10)
}

describe('labelCentres', () => {
  test('are means of indices, x fastest; background has none', () => {
    const centres = labelCentres([1, 1, 0, 2, 0, 0, 0, 2], [2, 2, 2])
    expect([...centres]).toEqual([
      [1, [0.5, 0, 0]],
      [2, [1, 1, 0.5]],
    ])
  })

  test('agree with scipy.ndimage.center_of_mass', () => {
    const centres = labelCentres(golden.labels, golden.shape)
    expect(centres.size).toBe(golden.labelCentres.length)
    for (const [i, known] of golden.labelCentres.entries()) near(centres.get(i + 1) ?? [], known)
  })

  test('a length that contradicts the shape is refused', () => {
    expect(() => labelCentres([1, 2, 3], [2, 2, 1])).toThrow(RangeError)
    expect(() => mapCentres([1, 2, 3], [2, 1, 1])).toThrow(RangeError)
  })
})

describe('mapCentres', () => {
  test('agree with scipy.ndimage.center_of_mass of the positive part', () => {
    const centres = mapCentres(golden.maps, golden.shape)
    for (const [k, known] of golden.mapCentres.entries()) near(centres[k], known)
  })

  test('a map without a positive voxel lies nowhere; NaN counts as 0', () => {
    expect(mapCentres([-1, 0, Number.NaN, 3], [2, 1, 1])).toEqual([
      [Number.NaN, Number.NaN, Number.NaN],
      [1, 0, 0],
    ])
  })
})

describe('properties', () => {
  test('a mask as a map has the centre of its label; a factor changes nothing', () => {
    const flags = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 24, maxLength: 24 })
    const law = fc.property(flags, fc.integer({ min: 1, max: 9 }), (mask, factor) => {
      fc.pre(mask.includes(1))
      const centre = labelCentres(mask, [4, 3, 2]).get(1) ?? []
      const [scaled] = mapCentres(
        mask.map((flag) => flag * factor),
        [4, 3, 2],
      )
      near(scaled, centre)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
