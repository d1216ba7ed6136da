import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { selectWithin } from '../../src/kernels/select-within.ts'

describe('selectWithin', () => {
  test('leaves alone what is outside the span', () => {
    const x = Float64Array.of(9, 3, 1, 2, 0)
    selectWithin(x, { first: 1, last: 3 }, 2)
    expect([...x]).toEqual([9, 1, 2, 3, 0])
  })
})

describe('properties', () => {
  test('every place can be chosen: there is what sorting puts there, before it no greater', () => {
    const some = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(some, fc.nat(), (values, at) => {
        const k = at % values.length
        const x = Float32Array.from(values)
        selectWithin(x, { first: 0, last: x.length - 1 }, k)
        expect(x[k]).toBe([...values].sort((a, b) => a - b)[k])
        expect(Math.max(...x.subarray(0, k + 1))).toBe(x[k])
        expect(Math.min(...x.subarray(k))).toBe(x[k])
        expect([...x].sort()).toEqual(values.map(Number).sort())
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
