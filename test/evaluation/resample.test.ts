import { describe, expect, test } from 'vitest'
import { bootstrapMean, intervalOf, streamSeed } from '../../src/evaluation/resample.ts'
import { random } from '../../src/kernels/random.ts'

describe('resample', () => {
  test('one value has no interval, equal values have an empty one', () => {
    expect(bootstrapMean([0.7], 100, 1)).toEqual({ low: Number.NaN, high: Number.NaN })
    const { low, high } = bootstrapMean([0.5, 0.5, 0.5], 100, 1)
    expect([low, high]).toEqual([0.5, 0.5])
  })

  test('a seed decides everything', () => {
    const values = [0.1, 0.5, 0.9, 0.4]
    expect(bootstrapMean(values, 200, 3)).toEqual(bootstrapMean(values, 200, 3))
    expect(bootstrapMean(values, 200, 3)).not.toEqual(bootstrapMean(values, 200, 4))
    const seeds = [streamSeed(0, 0), streamSeed(0, 1), streamSeed(0, 0, 1), streamSeed(1, 0)]
    expect(new Set(seeds).size).toBe(4)
  })

  test('values that are mostly undefined have no interval', () => {
    const of = (...values: number[]) =>
      intervalOf({ values: Float64Array.from(values), value: 1.5, leftOut: new Float64Array(2) })
    expect(of(1, Number.NaN, Number.NaN).low).toBeNaN()
    expect(of(1, 2, Number.NaN).high).toBeCloseTo(1.975, 12)
  })

  test('the interval of skewed values leans to the side of the tail', () => {
    const values = [0.1, 0.12, 0.11, 0.13, 0.1, 0.12, 0.9]
    const mean = values.reduce((sum, value) => sum + value, 0) / 7
    const { low, high } = bootstrapMean(values, 2000, 0)
    expect(high - mean).toBeGreaterThan(1.5 * (mean - low))
  })
})

describe('properties', () => {
  test('95 % intervals of 30 normal values hold the true mean in about 95 % of cases', () => {
    const draw = random(11)
    let held = 0
    for (let trial = 0; trial < 400; trial++) {
      const values = Float64Array.from({ length: 30 }, () => draw.normal())
      const { low, high } = bootstrapMean(values, 500, trial)
      if (low <= 0 && high >= 0) held++
    }
    // The bootstrap of 30 values covers 93-94 %; standard error of 400 trials: 1.2 %.
    expect(held / 400).toBeGreaterThan(0.9)
    expect(held / 400).toBeLessThan(0.98)
  })
})
