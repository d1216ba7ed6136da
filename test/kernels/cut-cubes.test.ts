import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutCubes } from '../../src/kernels/cut-cubes.ts'

const counting = (length: number) => Float32Array.from({ length }, (_, i) => i)

describe('boxes of volumes', () => {
  test('two scans of 4 x 2 x 1 voxels give two boxes of 2 x 2 x 1', () => {
    const found = cutCubes(counting(16), 2, [4, 2, 1], [2, 2, 1])
    expect(Array.from(found)).toEqual([0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15])
  })

  test('boxes follow each other along y and z after x', () => {
    const found = cutCubes(counting(8), 1, [2, 2, 2], [2, 1, 1])
    expect(found).toEqual(counting(8))
  })

  test('boxes that do not fill the volumes are refused', () => {
    expect(() => cutCubes(counting(8), 1, [2, 2, 2], [2, 2, 3])).toThrow(RangeError)
    expect(() => cutCubes(counting(8), 3, [2, 2, 2], [1, 1, 1])).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('every voxel is in its box, at its place', () => {
    const side = fc.integer({ min: 1, max: 3 })
    const sides = fc.tuple(side, side, side)
    fc.assert(
      fc.property(sides, sides, side, ([nx, ny, nz], [bx, by, bz], times) => {
        const grid = [nx * bx, ny * by, nz * bz] as const
        const [gx, gy, gz] = grid
        const x = counting(2 * times * gx * gy * gz)
        const found = cutCubes(x, times, grid, [bx, by, bz])
        x.forEach((value, i) => {
          const [vx, vy, vz] = [i % gx, Math.floor(i / gx) % gy, Math.floor(i / (gx * gy)) % gz]
          const volume = Math.floor(i / (gx * gy * gz))
          const [row, time] = [Math.floor(volume / times), volume % times]
          const place = [Math.floor(vx / bx), Math.floor(vy / by), Math.floor(vz / bz)]
          const box = place[0] + nx * (place[1] + ny * place[2])
          const inner = (vx % bx) + bx * ((vy % by) + by * (vz % bz))
          const token = (row * nx * ny * nz + box) * times + time
          expect(found[token * bx * by * bz + inner]).toBe(value)
        })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
