import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitSphere } from '../../src/kernels/fit-sphere.ts'

interface Case {
  readonly head: string
  readonly points: number[]
  readonly sphere: number[]
}

const file = new URL('../golden/positions/spheres.json', import.meta.url)
const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[]

test.each(cases)('the sphere of $head is that of scipy', ({ points, sphere }) => {
  const fitted = fitSphere(Float64Array.from(points))
  const found = fitted ? [...fitted.center, fitted.radius] : []
  expect(found).toHaveLength(4)
  found.forEach((v, i) => {
    expect(Math.abs(v - sphere[i])).toBeLessThan(1e-8)
  })
})

test('three points, points in a plane and equal points decide none', () => {
  expect(fitSphere(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1))).toBeUndefined()
  expect(fitSphere(Float64Array.of(1, 0, 0, 0, 1, 0, -1, 0, 0, 0, -1, 0))).toBeUndefined()
  expect(fitSphere(new Float64Array(30).fill(2))).toBeUndefined()
})

describe('properties', () => {
  test('points of a sphere give it back', () => {
    const center = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    })
    const radii = fc.double({ min: 0.05, max: 2, noNaN: true })
    fc.assert(
      fc.property(center, radii, ([x, y, z], radius) => {
        const angles = Array.from({ length: 12 }, (_, i) => [i * 2.4, Math.acos(1 - i / 8)])
        const points = angles.flatMap(([a, p]) => [
          x + radius * Math.cos(a) * Math.sin(p),
          y + radius * Math.sin(a) * Math.sin(p),
          z + radius * Math.cos(p),
        ])
        const found = fitSphere(Float64Array.from(points))
        expect(found?.radius).toBeCloseTo(radius, 7)
        expect(Math.hypot(...(found?.center ?? []).map((v, i) => v - [x, y, z][i]))).toBeLessThan(
          1e-7,
        )
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
