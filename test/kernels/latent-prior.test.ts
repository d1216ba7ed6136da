import { describe, expect, test } from 'vitest'
import { evidenceCost, latentCost, latentPrior, smoothed } from '../../src/kernels/latent-prior.ts'
import { gpfa } from '../gpfa-golden.ts'

describe('latentCost', () => {
  test.each(gpfa.prior)('agrees with SciPy for length $length', ({ length, cost }) => {
    const prior = latentPrior(gpfa, length)
    expect(latentCost(prior, Float64Array.from(gpfa.course))).toBeCloseTo(cost, 4)
  })
})

describe('latentPrior', () => {
  test('scans of two runs have nothing to do with each other', () => {
    const { values, vectors } = latentPrior({ run: [0, 0, 1], at: [0, 1, 2] }, 2)
    const covariance = (i: number, j: number) =>
      values.reduce((sum, v, k) => sum + v * vectors[3 * i + k] * vectors[3 * j + k], 0)
    expect(covariance(0, 1)).toBeCloseTo((1 - 1e-4) * Math.exp(-1 / 8), 10)
    expect(covariance(1, 2)).toBeCloseTo(0, 10)
    expect(covariance(2, 2)).toBeCloseTo(1, 10)
  })
})

describe('evidenceCost', () => {
  test('is that of the course with its noise added, up to a constant', () => {
    const b = Float64Array.from(gpfa.course, (value) => 4 * value)
    const [short, long] = [1, 3].map((length) => latentPrior(gpfa, length))
    const widened = [short, long].map((prior) => ({
      ...prior,
      values: prior.values.map((value) => value / 2 + 1 / 4),
    }))
    const [one, two] = widened.map((prior) => latentCost(prior, Float64Array.from(gpfa.course)))
    const found = evidenceCost(short, b, 4, 2) - evidenceCost(long, b, 4, 2)
    expect(found).toBeCloseTo(one - two, 8)
    expect(evidenceCost(short, b, 0, 1)).toBe(0)
  })
})

describe('smoothed', () => {
  const places = { run: new Int32Array(20), at: Array.from({ length: 20 }, (_, t) => t) }
  const rough = Float64Array.from({ length: 20 }, (_, t) => (t % 2 === 0 ? 1 : -1))

  test('takes what changes from scan to scan away, and leaves what is slow', () => {
    const prior = latentPrior(places, 5)
    const slow = Float64Array.from({ length: 20 }, (_, t) => Math.sin(t / 6))
    const [, ...left] = smoothed(prior, rough, 1, 1).map(Math.abs)
    expect(Math.max(...left.slice(3, -4))).toBeLessThan(0.05)
    const kept = smoothed(prior, slow, 1, 0.01)
    for (const [t, value] of kept.entries()) expect(value).toBeCloseTo(slow[t], 1)
  })
})
