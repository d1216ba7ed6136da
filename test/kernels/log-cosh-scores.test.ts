import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logCoshScores } from '../../src/kernels/log-cosh-scores.ts'
import { normals } from '../linalg-golden.ts'

describe('log cosh scores', () => {
  test('are tanh, its slope, log 2 cosh and the power', () => {
    const { score, slope, loss, power } = logCoshScores(Float64Array.of(0, 1, -2, 40), 2)
    expect(Array.from(score)).toEqual([0, Math.tanh(1), Math.tanh(-2), 1].map(near))
    expect(Array.from(slope)).toEqual(
      [1 - Math.tanh(1) ** 2 / 2, (1 - Math.tanh(2) ** 2) / 2].map(near),
    )
    expect(loss[0]).toBeCloseTo((Math.log(2) + Math.log(2 * Math.cosh(1))) / 2, 14)
    expect(loss[1]).toBeCloseTo((Math.log(2 * Math.cosh(2)) + 40) / 2, 14)
    expect(Array.from(power)).toEqual([0.5, 802])
  })

  test('a NaN makes its row NaN, not the next', () => {
    const { loss, power } = logCoshScores(Float64Array.of(Number.NaN, 1, 1, 1), 2)
    expect([loss[0], power[0]]).toEqual([Number.NaN, Number.NaN])
    expect(Number.isFinite(loss[1])).toBe(true)
  })

  test('property: long rows agree with sums of logarithms', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 50 }), (n, by) => {
        const y = normals(n, n).map((v) => v * by)
        const expected = y.reduce((sum, v) => sum + Math.log(2 * Math.cosh(v)) / n, 0)
        expect(logCoshScores(y, 1).loss[0] / expected).toBeCloseTo(1, 12)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

function near(value: number) {
  return expect.closeTo(value, 14)
}
