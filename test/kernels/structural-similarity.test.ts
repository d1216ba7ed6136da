import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { structuralSimilarity } from '../../src/kernels/structural-similarity.ts'

const ramp = (side: number) =>
  Float64Array.from({ length: side * side }, (_, i) => (i % side) / (side - 1))

describe('structuralSimilarity', () => {
  test('of an image with itself it is 1, with its negative below 0', () => {
    const image = ramp(12)
    expect(structuralSimilarity(image, image, 12)).toBeCloseTo(1, 12)
    const negative = image.map((value) => 1 - value)
    expect(structuralSimilarity(image, negative, 12)).toBeLessThan(0)
  })

  test('flat images differ by their light alone', () => {
    const [dark, light] = [0.25, 0.75].map((value) => new Float64Array(121).fill(value))
    const expected = (2 * 0.25 * 0.75 + 1e-4) / (0.25 ** 2 + 0.75 ** 2 + 1e-4)
    expect(structuralSimilarity(dark, light, 11)).toBeCloseTo(expected, 12)
  })

  test('fewer than 11 pixels a side have none', () => {
    expect(structuralSimilarity(ramp(10), ramp(10), 10)).toBeNaN()
  })
})

describe('properties', () => {
  test('the order of two images does not matter, and 1 is the most', () => {
    const pixel = fc.double({ min: 0, max: 1, noNaN: true })
    const image = fc.array(pixel, { minLength: 144, maxLength: 144 })
    fc.assert(
      fc.property(image, image, (a, b) => {
        const value = structuralSimilarity(a, b, 12)
        expect(structuralSimilarity(b, a, 12)).toBeCloseTo(value, 12)
        expect(value).toBeLessThanOrEqual(1 + 1e-12)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
