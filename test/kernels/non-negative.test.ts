import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nonNegative } from '../../src/kernels/non-negative.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'

interface Case {
  rows: number
  x: number[]
  y: number[]
  weights: number[]
}
const { cases } = fmriGolden<{ cases: Case[] }>('weighted.json')
const why = { absolute: 1e-9, why: 'normal equations in place of a decomposition' }

describe('nonNegative', () => {
  test.each(cases.filter(({ rows, weights }) => rows >= weights.length))(
    'the weights are those of SciPy: $rows rows',
    ({ rows, x, y, weights }) => {
      expectClose(nonNegative(Float64Array.from(x), y, rows), weights, why)
    },
  )

  test('with more columns than rows the rest is as small', () => {
    for (const { rows, x, y, weights } of cases) {
      const own = nonNegative(Float64Array.from(x), y, rows)
      expectClose([rest(x, y, own)], [rest(x, y, weights)], why)
    }
  })

  test('a column of zeros and a column that only harms have weight 0', () => {
    expect([...nonNegative(Float64Array.of(0, 1, -1, 0, 2, -1), [1, 2], 2)]).toEqual([0, 1, 0])
  })
})

function rest(x: readonly number[], y: readonly number[], w: ArrayLike<number>): number {
  return y.reduce((sum, value, r) => {
    let told = 0
    for (let c = 0; c < w.length; c++) told += x[r * w.length + c] * w[c]
    return sum + (value - told) ** 2
  }, 0)
}

describe('properties', () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true })
  test('no weight is below 0, and no step that keeps them so is better', () => {
    const x = fc.array(number, { minLength: 24, maxLength: 24 })
    const y = fc.array(number, { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(x, y, (values, target) => {
        const w = nonNegative(Float64Array.from(values), target, 8)
        expect(Math.min(...w)).toBeGreaterThanOrEqual(0)
        const least = rest(values, target, w)
        for (let c = 0; c < 3; c++) {
          for (const step of [0.01, -0.01]) {
            const moved = w.map((value, i) => (i === c ? Math.max(0, value + step) : value))
            expect(rest(values, target, moved)).toBeGreaterThanOrEqual(least - 1e-7)
          }
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
