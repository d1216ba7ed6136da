import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layerOrder } from '../../src/kernels/layer-order.ts'
import { layersGolden } from '../layers-golden.ts'

const draws = (layers: number, permutations = 720) => ({ layers, permutations, seed: 1 })

describe('layerOrder', () => {
  test('r and p over all orders are those of SciPy', () => {
    for (const { layers, layerOf, values, r, p } of layersGolden.orders) {
      const found = layerOrder(layerOf, values, draws(layers))
      expect(found.r).toBeCloseTo(r, 9)
      expect(found.p).toBeCloseTo(p, 9)
      expect([found.exact, found.orders]).toEqual([true, [1, 1, 2, 6, 24, 120, 720][layers]])
    }
  })

  test('three layers in order are one of six orders', () => {
    const found = layerOrder([0, 1, 2, 2], [1, 2, 3, 3], draws(3, 6))
    expect(found).toEqual({ r: 1, p: 1 / 6, orders: 6, exact: true })
  })

  test('drawn orders come near all of them, the same for a seed', () => {
    const { layerOf, values, p } = layersGolden.orders[3]
    const found = layerOrder(layerOf, values, draws(6, 719))
    expect([found.exact, found.orders]).toEqual([false, 720])
    expect(Math.abs(found.p - p)).toBeLessThan(0.06)
    expect(layerOrder(layerOf, values, draws(6, 719))).toEqual(found)
  })

  test('values that do not differ have no r', () => {
    const found = layerOrder([0, 1], [2, 2], draws(2))
    expect([found.r, found.p, found.orders]).toEqual([Number.NaN, Number.NaN, 0])
  })
})

describe('properties', () => {
  const pairs = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -9, max: 9 })),
    { minLength: 4, maxLength: 12 },
  )

  test('p is a share of the orders and does not know the unit of the values', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const layerOf = given.map(([layer]) => layer)
        const values = given.map(([, value]) => value)
        const { p, r, orders } = layerOrder(layerOf, values, draws(4))
        const scaled = layerOrder(
          layerOf,
          values.map((value) => 3 * value + 7),
          draws(4),
        )
        if (Number.isNaN(r)) return expect(scaled.r).toBeNaN()
        expect(Number.isInteger(Math.round(1e9 * p * orders) / 1e9)).toBe(true)
        expect(p).toBeGreaterThanOrEqual(1 / orders)
        expect([scaled.p, scaled.orders]).toEqual([p, orders])
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
