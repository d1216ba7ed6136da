import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalCdf, normalDensity, normalQuantile } from '../../src/kernels/normal.ts'
import { statisticsGolden } from '../statistics-golden.ts'

const { normal } = statisticsGolden

describe('normal', () => {
  test('equals SciPy to 12 digits, far into the tails', () => {
    for (const [i, x] of normal.x.entries()) {
      expect(Math.abs(normalCdf(x) / normal.cdf[i] - 1), `cdf ${x}`).toBeLessThan(1e-12)
    }
    for (const [i, p] of normal.p.entries()) {
      const expected = normal.quantile[i]
      expect(Math.abs(normalQuantile(p) - expected), `p ${p}`).toBeLessThan(1e-11)
    }
  })

  test('ends, the middle and what is no share', () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity])
    expect(normalQuantile(0.5)).toBeCloseTo(0, 15)
    expect(normalQuantile(1.1)).toBeNaN()
    expect(normalCdf(Number.NaN)).toBeNaN()
    expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15)
  })
})

describe('properties', () => {
  test('the quantile undoes the share', () => {
    fc.assert(
      fc.property(fc.double({ min: -7, max: 5, noNaN: true }), (x) => {
        expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 8)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
