import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitGrid, type GridShape } from '../../src/kernels/fit-grid.ts'

const ramp = ([x, y, z]: GridShape) => Float32Array.from({ length: x * y * z }, (_, i) => i + 1)

describe('fitGrid', () => {
  test('fills up and cuts off, the larger half at the low end', () => {
    const line = Float32Array.of(1, 2)
    const fit = { from: [2, 1, 1], fill: -9 } as const
    expect([...fitGrid(line, { ...fit, to: [5, 1, 1] })]).toEqual([-9, -9, 1, 2, -9])
    expect([...fitGrid(ramp([5, 1, 1]), { ...fit, from: [5, 1, 1], to: [2, 1, 1] })]).toEqual([
      3, 4,
    ])
  })

  test('treats each axis by itself, x fastest', () => {
    const found = fitGrid(ramp([2, 2, 1]), { from: [2, 2, 1], to: [3, 1, 2], fill: 0 })
    expect([...found]).toEqual([0, 0, 0, 0, 3, 4])
  })

  test('turns axes round first', () => {
    const fit = { from: [2, 2, 1], to: [2, 3, 1], fill: 0 } as const
    expect([...fitGrid(ramp([2, 2, 1]), { ...fit, flip: [0] })]).toEqual([0, 0, 2, 1, 4, 3])
    expect([...fitGrid(ramp([2, 2, 1]), { ...fit, flip: [0, 1] })]).toEqual([0, 0, 4, 3, 2, 1])
  })

  test('refuses a volume of another length', () => {
    const fit = { from: [2, 2, 2], to: [2, 2, 2], fill: 0 } as const
    expect(() => fitGrid(new Float32Array(7), fit)).toThrow(RangeError)
  })
})

describe('properties', () => {
  const side = fc.integer({ min: 1, max: 5 })
  const shape = fc.tuple(side, side, side)

  test('what was filled up is cut off again', () => {
    const more = fc.tuple(side, side, side)
    fc.assert(
      fc.property(shape, more, (from, by) => {
        const to: GridShape = [from[0] + by[0], from[1] + by[1], from[2] + by[2]]
        const large = fitGrid(ramp(from), { from, to, fill: 0 })
        expect(fitGrid(large, { from: to, to: from, fill: 0 })).toEqual(ramp(from))
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('turned round twice it is as before', () => {
    const flips = fc.subarray([0, 1, 2])
    fc.assert(
      fc.property(shape, flips, (from, flip) => {
        const fit = { from, to: from, flip, fill: 0 }
        expect(fitGrid(fitGrid(ramp(from), fit), fit)).toEqual(ramp(from))
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
