import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { spheres } from '../../src/kernels/spheres.ts'
import { normals } from '../linalg-golden.ts'

test('a point at the radius is inside', () => {
  const { starts, points } = spheres(Float64Array.of(0, 0, 0, 3, 0, 0, 3, 4, 0), 3)
  expect([...starts]).toEqual([0, 2, 4, 5])
  expect([...points]).toEqual([0, 1, 0, 1, 2])
})

test('a radius of 0 leaves the centres', () => {
  expect([...spheres(Float64Array.of(1, 1, 1, 2, 2, 2), 0).points]).toEqual([0, 1])
})

describe('properties', () => {
  test('spheres hold the points that are near, for places anywhere', () => {
    const law = fc.property(fc.nat(1000), fc.double({ min: 0.1, max: 3, noNaN: true }), (s, r) => {
      const mm = normals(90, s).map((value) => 2 * value)
      const { starts, points } = spheres(mm, r)
      for (let i = 0; i < 30; i++) {
        const near: number[] = []
        for (let j = 0; j < 30; j++) {
          const apart = [0, 1, 2].map((axis) => mm[3 * i + axis] - mm[3 * j + axis])
          if (Math.hypot(...apart) <= r) near.push(j)
        }
        expect([...points.subarray(starts[i], starts[i + 1])]).toEqual(near)
      }
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
