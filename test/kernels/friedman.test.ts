import { describe, expect, test } from 'vitest'
import { friedman } from '../../src/kernels/friedman.ts'
import { expectClose } from '../close.ts'
import { statisticsGolden } from '../statistics-golden.ts'

describe('friedman', () => {
  test.each(statisticsGolden.ranks)('equals SciPy: $statistic', (one) => {
    const found = friedman(one.values)
    expectClose(found.meanRanks, one.meanRanks, { relative: 1e-13, why: 'the same sums' })
    if (one.statistic === null || one.p === null) return
    expect(found.statistic).toBeCloseTo(one.statistic, 9)
    expect(Math.abs(found.p / one.p - 1)).toBeLessThan(1e-9)
  })

  test('treatments that are always equal do not differ', () => {
    expect(
      friedman(
        [
          [1, 1, 2],
          [2, 2, 1],
        ].map((row) => [...row]),
      ).p,
    ).toBe(1)
  })
})
