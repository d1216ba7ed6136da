import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { moran } from '../../src/kernels/moran.ts'
import { spheres } from '../../src/kernels/spheres.ts'
import { expectClose } from '../close.ts'

const file = new URL('../golden/moran/moran.json', import.meta.url)
const cases = JSON.parse(readFileSync(file, 'utf8')) as {
  voxels: number[][]
  radius: number
  values: number[]
  moran: number
}[]
const line = spheres(Float64Array.of(0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0), 1)

describe("Moran's I", () => {
  test.each(cases)('equals esda: radius $radius', ({ voxels, radius, values, moran: expected }) => {
    const around = spheres(Float64Array.from(voxels.flat()), radius)
    const why = 'the same sums in another order'
    expectClose([moran(values, around)], [expected], { relative: 1e-10, why })
  })

  test('a chequerboard is below 0, a slope above', () => {
    expect(moran([1, -1, 1, -1], line)).toBe(-1)
    expect(moran([0, 1, 2, 3], line)).toBeCloseTo(1 / 3, 12)
  })

  test('shift and scale change nothing', () => {
    const values = [3, 1, 4, 1.5]
    const moved = values.map((value) => 5 * value - 7)
    expect(moran(moved, line)).toBeCloseTo(moran(values, line), 12)
  })

  test('constant maps, NaN and places without neighbours have none; lengths must agree', () => {
    expect(moran([2, 2, 2, 2], line)).toBeNaN()
    expect(moran([1, Number.NaN, 2, 2], line)).toBeNaN()
    const alone = spheres(Float64Array.of(0, 0, 0, 9, 0, 0), 1)
    expect(moran([1, 2], alone)).toBeNaN()
    expect(() => moran([1, 2, 3], line)).toThrow(RangeError)
  })
})
