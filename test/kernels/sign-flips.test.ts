import { describe, expect, test } from 'vitest'
import { random } from '../../src/kernels/random.ts'
import { signFlips } from '../../src/kernels/sign-flips.ts'
import { statisticsGolden } from '../statistics-golden.ts'

const exact = statisticsGolden.paired.filter((one) => one.flips !== undefined)

describe('signFlips', () => {
  test.each(exact)('equals SciPy with all patterns: $flips', (one) => {
    expect(signFlips(one.differences, 0, 0)).toEqual({ p: one.flips, exact: true })
  })

  test('many differences are sampled, close to the exact p', () => {
    const draw = random(3)
    const few = Float64Array.from({ length: 16 }, () => draw.normal() + 0.4)
    const { p } = signFlips(few, 0, 0)
    const sampled = signFlips([...few, 0], 20_000, 1)
    expect(sampled.exact).toBe(false)
    expect(Math.abs(sampled.p - p)).toBeLessThan(0.01)
    expect(signFlips([...few, 0], 500, 1)).toEqual(signFlips([...few, 0], 500, 1))
    expect(signFlips([], 10, 0).p).toBeNaN()
  })
})

describe('properties', () => {
  test('without an effect p is even', () => {
    const draw = random(5)
    let below = 0
    for (let trial = 0; trial < 200; trial++) {
      if (signFlips(Array.from({ length: 8 }, draw.normal), 0, 0).p <= 0.05) below++
    }
    // Binomial with 200 trials of 6/128: mean 9.4, four standard deviations 12.
    expect(below).toBeLessThanOrEqual(21)
  })
})
