import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { naturalOrder } from '../../src/kernels/natural-order.ts'

const sorted = (...names: string[]) => [...names].sort(naturalOrder)

describe('naturalOrder', () => {
  test('numbers in names go by their value', () => {
    expect(sorted('run-10', 'run-2', 'run-1')).toEqual(['run-1', 'run-2', 'run-10'])
    expect(sorted('S2b3', 'S2b10', 'S2a11')).toEqual(['S2a11', 'S2b3', 'S2b10'])
  })

  test('numbers too long for a double are compared exactly', () => {
    expect(sorted('90071992547409931', '90071992547409930')[0]).toBe('90071992547409930')
  })

  test('a prefix comes first, then leading zeros', () => {
    expect(sorted('a1', 'a', 'a01')).toEqual(['a', 'a01', 'a1'])
  })
})

describe('properties', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '2', '-'), maxLength: 6 })

  test('the order is total: antisymmetric, transitive, zero for equal names only', () => {
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        const [ab, bc, ac] = [naturalOrder(a, b), naturalOrder(b, c), naturalOrder(a, c)]
        expect(Math.sign(naturalOrder(b, a))).toBe(-Math.sign(ab) + 0)
        if (ab <= 0 && bc <= 0) expect(ac).toBeLessThanOrEqual(0)
        expect(ab === 0).toBe(a === b)
      }),
      { seed: 1, numRuns: 300 },
    )
  })
})
