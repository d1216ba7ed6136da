import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linearPatterns } from '../../src/kernels/linear-patterns.ts'
import { expectClose } from '../close.ts'
import { figuresGolden, rough } from '../figures-golden.ts'

describe('linearPatterns', () => {
  test('are the patterns of LinearModel in MNE', () => {
    const x = rough(200, 7)
    for (let r = 0; r < 40; r++) x[5 * r + 1] += 2 * x[5 * r]
    const { filters, patterns } = figuresGolden.patterns
    const found = linearPatterns(x, Float64Array.from(filters), 5)
    expectClose(found, patterns, { relative: 1e-9, why: 'order of sums' })
  })

  test('a feature that is used to cancel noise has no pattern', () => {
    const x = Float64Array.of(1, 1, 1, -1, -1, 1, -1, -1)
    for (let r = 0; r < 4; r++) x[2 * r] += x[2 * r + 1]
    const found = linearPatterns(x, Float64Array.of(1, -1), 2)
    expectClose(found, [4 / 3, 0], { absolute: 1e-12, why: 'rounding' })
  })

  test('one row has no covariance', () => {
    expect(() => linearPatterns(Float64Array.of(1, 2), Float64Array.of(1, 2), 2)).toThrow(
      RangeError,
    )
  })
})

describe('properties', () => {
  test('a shift of a feature changes nothing, weights scale the pattern', () => {
    const some = fc.double({ min: -9, max: 9, noNaN: true })
    fc.assert(
      fc.property(some, some, (shift, factor) => {
        const x = rough(60, 4)
        const weights = rough(6, 8)
        const plain = linearPatterns(x, weights, 3)
        const moved = linearPatterns(
          x.map((v, i) => v + (i % 3 === 1 ? shift : 0)),
          weights.map((w) => factor * w),
          3,
        )
        const expected = plain.map((v) => factor * v)
        expectClose(moved, expected, { absolute: 1e-9, why: 'rounding' })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
