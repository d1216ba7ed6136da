import { describe, expect, test } from 'vitest'
import { removeBaseline } from '../../src/kernels/remove-baseline.ts'

describe('removeBaseline', () => {
  test('subtracts from each row the mean of its span, both ends included', () => {
    const x = Float32Array.of(1, 3, 9, 4, 4, 5)
    expect([...removeBaseline(x, 2, { first: 0, last: 1 })]).toEqual([-1, 1, 7, 0, 0, 1])
  })

  test('NaN in the span takes its row and no other', () => {
    const x = Float32Array.of(Number.NaN, 3, 4, 5)
    expect([...removeBaseline(x, 2, { first: 0, last: 0 })]).toEqual([Number.NaN, Number.NaN, 0, 1])
  })

  test('a span outside the row is refused', () => {
    expect(() => removeBaseline(new Float32Array(4), 2, { first: 0, last: 2 })).toThrow(RangeError)
    expect(() => removeBaseline(new Float32Array(4), 2, { first: 1, last: 0 })).toThrow(RangeError)
  })
})
