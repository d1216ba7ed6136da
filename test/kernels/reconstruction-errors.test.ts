import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reconstructionErrors } from '../../src/kernels/reconstruction-errors.ts'
import { tokenGolden } from '../token-golden.ts'

const golden = tokenGolden<{
  target: number[]
  found: number[]
  hidden: number[]
  meanSquare: number
  meanAbsolute: number
  smoothL1: number
  explained: number
}>('scores.json')

describe('reconstruction errors', () => {
  test('of hidden elements equal PyTorch', () => {
    const errors = reconstructionErrors({
      found: Float32Array.from(golden.found),
      target: Float32Array.from(golden.target),
      counts: Uint8Array.from(golden.hidden),
      rows: 3,
    })
    expect(errors.count).toBe(golden.hidden.reduce((sum, flag) => sum + flag, 0))
    for (const name of ['meanSquare', 'meanAbsolute', 'smoothL1', 'explained'] as const) {
      expect(errors[name] / golden[name], name).toBeCloseTo(1, 5)
    }
  })

  test('of nothing are NaN, of a hole too, of a missed constant -Infinity', () => {
    const none = reconstructionErrors({
      found: Float32Array.of(1),
      target: Float32Array.of(1),
      counts: Uint8Array.of(0),
      rows: 1,
    })
    expect([none.count, none.meanSquare, none.explained]).toEqual([0, Number.NaN, Number.NaN])
    const [found, target] = [Float32Array.of(Number.NaN, 1), Float32Array.of(1, 1)]
    expect(reconstructionErrors({ found, target, rows: 1 }).smoothL1).toBeNaN()
    const missed = { found: Float32Array.of(0, 1), target, rows: 1 }
    expect(reconstructionErrors(missed).explained).toBe(Number.NEGATIVE_INFINITY)
  })
})

describe('properties', () => {
  test('the mean of each row explains nothing, the target itself everything', () => {
    const row = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        fc.pre(rows.some((each) => new Set(each).size > 1))
        const target = Float32Array.from(rows.flat())
        const means = rows.flatMap((each) => each.map(() => each.reduce((a, b) => a + b, 0) / 4))
        const of = (found: Float32Array) =>
          reconstructionErrors({ found, target, rows: rows.length }).explained
        expect(of(Float32Array.from(means))).toBeCloseTo(0, 3)
        expect(of(target)).toBe(100)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
