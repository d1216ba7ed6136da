import { describe, expect, test } from 'vitest'
import { criticalDifference, rangeShare } from '../../src/kernels/studentized-range.ts'
import { statisticsGolden } from '../statistics-golden.ts'

describe('criticalDifference', () => {
  test.each(statisticsGolden.ranks)('equals SciPy: $criticalDifference', (one) => {
    const found = criticalDifference(one.values[0].length, one.values.length)
    expect(found).toBeCloseTo(one.criticalDifference, 6)
  })

  test('the range of two is that of a difference', () => {
    expect(rangeShare(1.959963984540054 * Math.SQRT2, 2)).toBeCloseTo(0.95, 9)
  })
})
