import { describe, expect, test } from 'vitest'
import { mixedFft, radicesOf } from '../../src/kernels/mixed-fft.ts'
import { expectClose } from '../close.ts'

describe('mixedFft', () => {
  test('radices are fours first, and none for a large prime', () => {
    expect(radicesOf(400)).toEqual([4, 4, 5, 5])
    expect(radicesOf(1001)).toEqual([7, 11, 13])
    expect(radicesOf(34)).toBeUndefined()
    expect(radicesOf(1)).toEqual([])
  })

  test('the order of the radices does not matter', () => {
    const x = Float64Array.from({ length: 120 }, (_, i) => Math.sin(i * i))
    const [a, b] = [new Float64Array(120), new Float64Array(120)]
    mixedFft(60, [4, 3, 5])(x, a)
    mixedFft(60, [5, 2, 3, 2])(x, b)
    expectClose(a, b, { relative: 1e-14, why: 'sums in another order' })
  })

  test('length 1 is copied', () => {
    const out = new Float64Array(2)
    mixedFft(1, [])(Float64Array.of(3, 4), out)
    expect([...out]).toEqual([3, 4])
  })
})
