import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SCALP_PIXELS, scalpImages } from '../../src/kernels/scalp-image.ts'
import { expectClose } from '../close.ts'
import { type GoldenFeatures, icaGolden } from '../ica-golden.ts'
import { hashed, normals } from '../linalg-golden.ts'

const golden = icaGolden<GoldenFeatures>('features.json')
const ring = (n: number) =>
  Float64Array.from({ length: 3 * n }, (_, i) => {
    const angle = (2 * Math.PI * Math.floor(i / 3)) / n
    return [Math.sin(angle), Math.cos(angle), 0.3][i % 3]
  })

describe('scalp images', () => {
  test('as ICLabel draws them, with two electrodes in one place', () => {
    const found = scalpImages(hashed(3, 12), Float64Array.from(golden.positions))
    expectClose(found, golden.images, { absolute: 1e-6, why: 'f32 of magnitude 1' })
  })

  test('the largest value lies where the electrode is, the corners are empty', () => {
    const [front, right] = [0, 2]
    for (const [electrode, row, column] of [
      [front, 30, 15],
      [right, 15, 30],
    ]) {
      const values = new Float64Array(8)
      values[electrode] = 1
      const image = scalpImages(values, ring(8))
      expect(image[row * SCALP_PIXELS + column]).toBeGreaterThan(0.7)
      expect(image[0]).toBe(0)
    }
  })

  test('refuses shapes that do not agree and electrodes that span nothing', () => {
    expect(() => scalpImages(new Float64Array(7), ring(4))).toThrow(RangeError)
    expect(() => scalpImages(new Float64Array(2), ring(2))).toThrow(RangeError)
  })

  test('property: scaling a map changes nothing, its sign turns the image', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 99 }), (seed, by) => {
        const values = normals(9, seed)
        const image = scalpImages(values, ring(9))
        const turned = scalpImages(
          values.map((v) => -v * by),
          ring(9),
        )
        expectClose(
          turned,
          image.map((v) => -v),
          { absolute: 1e-6, why: 'rounding to f32' },
        )
        expect(Math.max(...image.map(Math.abs))).toBe(1)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
