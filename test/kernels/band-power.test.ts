import { describe, expect, test } from 'vitest'
import { bandColumns, bandPower } from '../../src/kernels/band-power.ts'

describe('bandPower', () => {
  test('averages the columns from the lower edge up to, not including, the upper one', () => {
    const density = Float64Array.of(1, 2, 3, 4, 5, 10, 20, 30, 40, 50)
    const bands = {
      rateHz: 8,
      segment: 8,
      bandsHz: [
        [1, 3],
        [3, 5],
      ] as const,
    }
    expect([...bandPower(density, 2, bands)]).toEqual([2.5, 4.5, 25, 45])
  })

  test('an edge that rounding has moved off its column still counts', () => {
    const bands = { rateHz: 0.3, segment: 3, bandsHz: [[0.1, 0.2]] as const }
    expect(bandColumns(bands)).toEqual([{ from: 1, to: 2 }])
  })

  test('NaN stays in its row', () => {
    const density = Float64Array.of(Number.NaN, Number.NaN, 1, 2)
    const bands = { rateHz: 2, segment: 2, bandsHz: [[0, 2]] as const }
    expect([...bandPower(density, 2, bands)]).toEqual([Number.NaN, 1.5])
  })

  test('a band without a column is refused', () => {
    const bands = { rateHz: 8, segment: 8, bandsHz: [[1.2, 1.8]] as const }
    expect(() => bandPower(new Float64Array(5), 1, bands)).toThrow(RangeError)
  })
})
