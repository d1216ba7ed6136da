import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { midranks } from '../../src/kernels/ranks.ts'

describe('midranks', () => {
  test('equal values share the mean of their ranks', () => {
    expect([...midranks([3, 1, 3, 2])]).toEqual([3.5, 1, 3.5, 2])
    expect([...midranks([])]).toEqual([])
  })
})

describe('properties', () => {
  test('the sum of ranks is that of 1 to N', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (values) => {
        const sum = midranks(values).reduce((all, one) => all + one, 0)
        expect(sum).toBeCloseTo((values.length * (values.length + 1)) / 2, 9)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
