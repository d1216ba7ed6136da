import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countArrangements, eachArrangement } from '../../src/kernels/arrangements.ts'

const all = (values: number[]) => {
  const orders: string[] = []
  eachArrangement(values, (order) => orders.push(order.join('')))
  return orders
}

describe('arrangements', () => {
  test('each different order is visited once', () => {
    expect(all([1, 0, 1])).toEqual(['011', '101', '110'])
    expect(all([2, 1, 3])).toEqual(['123', '132', '213', '231', '312', '321'])
    expect(all([])).toEqual([''])
  })

  test('numbers of orders', () => {
    expect(countArrangements([0, 0, 1, 1])).toBe(6)
    expect(countArrangements(new Array(200).fill(0).map((_, i) => i))).toBe(Infinity)
  })
})

describe('properties', () => {
  test('as many as counted, all different', () => {
    const values = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 7 })
    fc.assert(
      fc.property(values, (drawn) => {
        const orders = all(drawn)
        expect(orders.length).toBe(countArrangements(drawn))
        expect(new Set(orders).size).toBe(orders.length)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
