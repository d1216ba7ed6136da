import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { extendRows } from '../../src/kernels/extend-rows.ts'

const x = Float32Array.of(1, 3, 10, 20)

describe('extendRows', () => {
  test('zeros, means, or the row again as often as needed', () => {
    expect([...extendRows(x, 2, 3, 'zero')]).toEqual([1, 3, 0, 10, 20, 0])
    expect([...extendRows(x, 2, 4, 'mean')]).toEqual([1, 3, 2, 2, 10, 20, 15, 15])
    expect([...extendRows(x, 2, 5, 'tile')]).toEqual([1, 3, 1, 3, 1, 10, 20, 10, 20, 10])
  })

  test('rows do not become shorter', () => {
    expect(() => extendRows(x, 2, 1, 'zero')).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('what was there stays, and a row that is long enough is itself', () => {
    const row = fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 9 })
    const fill = fc.constantFrom('zero', 'mean', 'tile' as const)
    fc.assert(
      fc.property(row, fill, fc.nat(12), (values, how, more) => {
        const one = Float32Array.from(values)
        const longer = extendRows(one, 1, one.length + more, how as 'tile')
        expect(longer.subarray(0, one.length)).toEqual(one)
        if (more === 0) expect(longer).toEqual(one)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
