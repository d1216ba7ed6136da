import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nearestRows } from '../../src/kernels/nearest-rows.ts'

describe('nearestRows', () => {
  test('by distance and by angle', () => {
    const among = Float64Array.of(1, 1, 10, 0, 0, 2)
    const x = Float64Array.of(2, 0)
    expect([...nearestRows(x, among, 2, { k: 1, metric: 'euclid' }).rows]).toEqual([0])
    expect([...nearestRows(x, among, 2, { k: 1, metric: 'cosine' }).rows]).toEqual([1])
  })

  test('equals of the last count, and all rows when there are fewer', () => {
    const among = Float64Array.of(-1, 1, 3)
    const near = nearestRows(Float64Array.of(0), among, 1, { k: 1, metric: 'euclid' })
    expect([...near.rows]).toEqual([0, 1])
    expect(nearestRows(Float64Array.of(0), among, 1, { k: 9, metric: 'euclid' }).ends[0]).toBe(3)
  })

  test('a row of zeros has no angle: it lies 1 from every row', () => {
    const near = nearestRows(Float64Array.of(0, 0), Float64Array.of(1, 2, 0, 0), 2, {
      k: 1,
      metric: 'cosine',
    })
    expect([...near.distances]).toEqual([1, 1])
  })
})

describe('properties', () => {
  test('no row that is left out lies nearer than one that counts', () => {
    const numbers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 6, maxLength: 30 })
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 6 }), (values, k) => {
        const among = Float64Array.from(values)
        const near = nearestRows(Float64Array.of(3), among, 1, { k, metric: 'euclid' })
        const counted = new Set(near.rows)
        const furthest = Math.max(...near.distances)
        expect(counted.size).toBeGreaterThanOrEqual(Math.min(k, values.length))
        for (const [n, value] of values.entries()) {
          if (!counted.has(n)) expect(Math.abs(value - 3)).toBeGreaterThan(furthest)
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
