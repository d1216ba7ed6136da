import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Interpolation, regrid } from '../../src/kernels/regrid.ts'
import { expectClose } from '../close.ts'

const same = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
const shape = [5, 4, 3] as const
const all: Interpolation[] = ['nearest', 'linear', 'continuous']

describe('regrid', () => {
  test('the same grid gives the same voxels', () => {
    const x = Float32Array.from({ length: 60 }, (_, v) => (v * 7919) % 101)
    for (const interpolation of all) {
      const out = regrid(x, { from: shape, to: shape, matrix: same, interpolation })
      expectClose(out, x, { relative: 1e-6, why: 'the spline goes through the voxels' })
    }
  })

  test('what is outside becomes 0, a hole makes its neighbours NaN', () => {
    const x = Float32Array.of(1, 2, Number.NaN, 4)
    const matrix = [0.5, 0, 0, -0.5, 0, 1, 0, 0, 0, 0, 1, 0]
    const out = regrid(x, { from: [4, 1, 1], to: [8, 1, 1], matrix, interpolation: 'linear' })
    expect([...out]).toEqual([0, 1, 1.5, 2, Number.NaN, Number.NaN, Number.NaN, 4])
  })

  test('refuses a volume of another shape', () => {
    const regridding = { from: shape, to: shape, matrix: same, interpolation: 'linear' } as const
    expect(() => regrid(new Float32Array(7), regridding)).toThrow(RangeError)
  })

  test('properties: between voxels a plane is itself, linear and continuous alike', () => {
    const slope = fc.integer({ min: -9, max: 9 })
    fc.assert(
      fc.property(slope, slope, slope, (a, b, c) => {
        const wide = [9, 8, 7] as const
        const f = (x: number, y: number, z: number) => 100 + a * x + b * y + c * z
        const x = Float32Array.from({ length: 504 }, (_, v) =>
          f(v % 9, Math.floor(v / 9) % 8, Math.floor(v / 72)),
        )
        const matrix = [0.9, 0, 0, 3.55, 0, 1, 0, 3.2, 0, 0, 1, 2.7]
        const out = regrid(x, { from: wide, to: [2, 1, 1], matrix, interpolation: 'linear' })
        expectClose(out, [f(3.55, 3.2, 2.7), f(4.45, 3.2, 2.7)], { absolute: 1e-3, why: 'f32' })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
