import { describe, expect, test } from 'vitest'
import { commonPatterns } from '../../src/kernels/common-patterns.ts'
import { expectClose } from '../close.ts'

describe('commonPatterns', () => {
  test('finds the axes of two diagonal covariances, the most different first', () => {
    const [a, b] = [Float64Array.of(4, 0, 0, 1), Float64Array.of(1, 0, 0, 1)]
    const { filters, worth, rank } = commonPatterns([a, b], 2, [0.5, 0.5])
    expect(rank).toBe(2)
    expectClose(worth, [0.3, 0], { absolute: 1e-12, why: 'rounding' })
    const sizes = filters.map(Math.abs)
    expectClose(sizes, [1 / Math.sqrt(5), 0, 0, 1 / Math.SQRT2], {
      absolute: 1e-12,
      why: 'rounding',
    })
  })

  test('stays in the space that the covariances span', () => {
    const flat = (s: number) => Float64Array.of(s, -s, -s, s)
    const { filters, rank } = commonPatterns([flat(1), flat(3)], 2, [0.5, 0.5])
    expect(rank).toBe(1)
    expect(Math.abs(filters[0] + filters[1])).toBeLessThan(1e-12)
  })
})
