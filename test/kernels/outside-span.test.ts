import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outsideSpan } from '../../src/kernels/outside-span.ts'

const apply = (p: Float64Array, x: readonly number[]) =>
  x.map((_, i) => x.reduce((sum, v, j) => sum + p[i * x.length + j] * v, 0))

describe('outsideSpan', () => {
  test('takes out what lies along a vector of any length, and nothing for none', () => {
    const p = outsideSpan(Float64Array.of(3, 3), 2)
    expect(apply(p, [1, 0]).map((v) => Number(v.toFixed(12)))).toEqual([0.5, -0.5])
    expect([...outsideSpan(Float64Array.of(0, 0), 2)]).toEqual([1, 0, 0, 1])
    expect([...outsideSpan(new Float64Array(0), 2)]).toEqual([1, 0, 0, 1])
  })

  test('a vector that nearly repeats another is no direction of its own', () => {
    const p = outsideSpan(Float64Array.of(1, 0, 0, 1, 1e-3, 0), 3)
    expect(apply(p, [0, 1, 0])[1]).toBeGreaterThan(0.99)
    expect(() => outsideSpan(new Float64Array(3), 2)).toThrow(RangeError)
  })
})

describe('properties', () => {
  const vector = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 4,
    maxLength: 4,
  })

  test('applied twice is applied once, and the vectors become 0', () => {
    const far = (v: readonly number[]) => Math.hypot(...v) > 0.1
    const property = fc.property(vector.filter(far), vector, (u, x) => {
      const p = outsideSpan(Float64Array.from(u), 4)
      const once = apply(p, x)
      for (const [i, v] of apply(p, once).entries()) expect(v).toBeCloseTo(once[i], 12)
      for (const v of apply(p, u)) expect(v).toBeCloseTo(0, 12)
    })
    fc.assert(property, { seed: 1, numRuns: 50 })
  })
})
