import { describe, expect, test } from 'vitest'
import { randomSets, ransacCorrelations } from '../../src/kernels/ransac.ts'
import { cleaningGolden, type GoldenRansac, relativeError } from '../cleaning-golden.ts'

const golden = cleaningGolden<GoldenRansac>('ransac.json')
const x = Float32Array.from(golden.x)
const places = Float64Array.from(golden.places)

describe('ransacCorrelations', () => {
  test('are those of PyPREP for the same sets', () => {
    const window = golden.windowS * golden.rateHz
    const found = ransacCorrelations(x, places, golden.sets, window)
    expect(relativeError(found, golden.correlations)).toBeLessThan(1e-6)
    const channels = places.length / 3
    const bad = Array.from({ length: channels }, (_, c) => c).filter((c) => {
      const own = found.filter((_, i) => i % channels === c)
      return own.filter((r) => r < 0.75).length / own.length > 0.4
    })
    expect(bad).toEqual(golden.bad)
  })

  test('there must be a set and a window', () => {
    expect(() => ransacCorrelations(x, places, [], 100)).toThrow(RangeError)
    expect(() => ransacCorrelations(x, places, golden.sets, 1100)).toThrow(RangeError)
  })
})

describe('randomSets', () => {
  test('hold distinct channels and depend on the seed alone', () => {
    const sets = randomSets(9, { count: 20, size: 4, seed: 2 })
    expect(sets).toEqual(randomSets(9, { count: 20, size: 4, seed: 2 }))
    for (const set of sets) {
      expect(new Set(set).size).toBe(4)
      expect(Math.max(...set)).toBeLessThan(9)
    }
    expect(new Set(sets.flat()).size).toBe(9)
  })
})
