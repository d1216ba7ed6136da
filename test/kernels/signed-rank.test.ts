import { describe, expect, test } from 'vitest'
import { signedRank } from '../../src/kernels/signed-rank.ts'
import { statisticsGolden } from '../statistics-golden.ts'

describe('signedRank', () => {
  test.each(statisticsGolden.paired)('equals SciPy: statistic $statistic', (one) => {
    const { statistic, p } = signedRank(one.differences)
    expect(statistic).toBe(one.statistic)
    expect(Math.abs(p / one.p - 1)).toBeLessThan(1e-10)
  })

  test('differences that are all 0 say nothing', () => {
    expect(signedRank([0, 0]).p).toBeNaN()
    expect(signedRank([1]).p).toBe(1)
  })
})
