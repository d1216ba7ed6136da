import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalCdf } from '../../src/kernels/normal.ts'
import { clippedShare, studentMap } from '../../src/kernels/student-map.ts'

describe('studentMap', () => {
  test('t itself, its one-sided p, and z of the same share', () => {
    expect(studentMap(2, 10, 'stat')).toBe(2)
    expect(studentMap(2, 10, 'p')).toBeCloseTo(0.036694017385370196, 12)
    expect(studentMap(2, 10, 'z')).toBeCloseTo(1.790409932268829, 10)
  })

  test('0 is 0, NaN is NaN, and the largest t have a finite z', () => {
    expect([studentMap(0, 5, 'p'), studentMap(0, 5, 'z') + 0]).toEqual([0.5, 0])
    expect([studentMap(Number.NaN, 5, 'p'), studentMap(Number.NaN, 5, 'z')]).toEqual([NaN, NaN])
    expect(studentMap(1e9, 500, 'z')).toBeCloseTo(37.0471, 3)
    expect(studentMap(-1e9, 500, 'z')).toBeCloseTo(-37.0471, 3)
  })

  test('a share is brought between 1e-300 and 1 - 1e-16', () => {
    expect([0, 0.3, 1].map(clippedShare)).toEqual([1e-300, 0.3, 1 - 1e-16])
  })
})

describe('properties', () => {
  test('z has the share above it that p says, and turns with t', () => {
    const t = fc.double({ min: -6, max: 6, noNaN: true })
    const freedom = fc.integer({ min: 1, max: 400 })
    fc.assert(
      fc.property(t, freedom, (value, n) => {
        const z = studentMap(value, n, 'z')
        expect(normalCdf(-z)).toBeCloseTo(studentMap(value, n, 'p'), 9)
        expect(studentMap(-value, n, 'z') + z).toBeCloseTo(0, 9)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
