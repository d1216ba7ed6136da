import { describe, expect, test } from 'vitest'
import { stouffer } from '../../src/kernels/stouffer.ts'
import { statisticsGolden } from '../statistics-golden.ts'

describe('stouffer', () => {
  test.each(statisticsGolden.combined)('equals SciPy: $z', ({ p, weights, z, combined }) => {
    const found = stouffer(p, weights)
    expect(Math.abs(found.z - z)).toBeLessThan(1e-11)
    expect(Math.abs(found.p / combined - 1)).toBeLessThan(1e-10)
  })

  test('one test alone does not decide', () => {
    expect(stouffer([0, 0.9], [1, 1]).p).toBeGreaterThan(0)
  })
})
