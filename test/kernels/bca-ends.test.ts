import { describe, expect, test } from 'vitest'
import { bcaEnds } from '../../src/kernels/bca-ends.ts'
import { expectClose } from '../close.ts'
import { statisticsGolden } from '../statistics-golden.ts'

describe('bcaEnds', () => {
  test.each(statisticsGolden.bca)('equals SciPy on the same resamples: $value', (one) => {
    const ends = bcaEnds(Float64Array.from(one.resampled), one.value, one.leftOut)
    expectClose(ends, one.ends, { relative: 1e-12, why: 'the same levels of the same values' })
  })

  test('without bias and acceleration the ends are percentiles', () => {
    const resampled = Float64Array.from({ length: 101 }, (_, i) => i)
    const [low, high] = bcaEnds(resampled, 50, [1, 2, 3])
    expect(low).toBeCloseTo(2.5, 10)
    expect(high).toBeCloseTo(97.5, 10)
    expect(bcaEnds(resampled, 1000, [1, 1])[1]).toBeCloseTo(97.5, 10)
  })
})
