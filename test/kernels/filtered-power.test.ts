import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filteredPower } from '../../src/kernels/filtered-power.ts'

describe('filteredPower', () => {
  test('is the filter on both sides of the moments', () => {
    const moments = Float64Array.of(2, 1, 1, 3)
    expect([...filteredPower(Float64Array.of(1, 0, 1, -1), moments, 2)]).toEqual([2, 3])
  })

  test('NaN in the moments makes NaN', () => {
    const moments = Float64Array.of(Number.NaN, 1, 1, 3)
    expect([...filteredPower(Float64Array.of(1, 1), moments, 2)]).toEqual([Number.NaN])
  })
})

describe('properties', () => {
  const value = fc.double({ min: -10, max: 10, noNaN: true })

  test('equals the mean square of the filtered samples', () => {
    const some = fc.array(value, { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(some, fc.tuple(value, value, value), (x, w) => {
        const moment = (i: number, j: number) =>
          [0, 1, 2, 3].reduce((sum, t) => sum + x[i * 4 + t] * x[j * 4 + t], 0) / 4
        const places = [0, 1, 2]
        const moments = Float64Array.from(places.flatMap((i) => places.map((j) => moment(i, j))))
        const filtered = [0, 1, 2, 3].map((t) =>
          places.reduce((s, c) => s + w[c] * x[c * 4 + t], 0),
        )
        const [power] = filteredPower(Float64Array.from(w), moments, 3)
        expect(power).toBeCloseTo(filtered.reduce((sum, y) => sum + y * y, 0) / 4, 6)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
