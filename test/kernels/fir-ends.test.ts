import { describe, expect, test } from 'vitest'
import { extendRow, requireSymmetric, spreadHoles } from '../../src/kernels/fir-ends.ts'

describe('requireSymmetric', () => {
  test('refuses taps that are even in number or bent', () => {
    expect(() => requireSymmetric(Float64Array.of(1, 1))).toThrow(RangeError)
    expect(() => requireSymmetric(Float64Array.of(1, 2, 3))).toThrow(RangeError)
    expect(requireSymmetric(Float64Array.of(1, 2, 1))).toBeUndefined()
  })
})

describe('extendRow', () => {
  test('mirrors through the end points, then goes on with 0', () => {
    const into = new Float64Array(9)
    expect(extendRow(Float32Array.of(1, 2, 4), into, 'reflect')).toBeUndefined()
    expect([...into]).toEqual([0, -2, 0, 1, 2, 4, 6, 7, 0])
  })

  test('holds the end points', () => {
    const into = new Float64Array(5)
    extendRow(Float32Array.of(1, 2, 4), into, 'hold')
    expect([...into]).toEqual([1, 1, 2, 4, 4])
  })

  test('says where values are not finite, and makes them 0', () => {
    const into = new Float64Array(5)
    const holes = extendRow(Float32Array.of(1, Number.NaN, 4), into, 'hold')
    expect([...(holes ?? [])]).toEqual([0, 0, 1, 0, 0])
    expect([...into]).toEqual([1, 1, 0, 4, 4])
  })
})

describe('spreadHoles', () => {
  test('spoils what lies within half the taps', () => {
    const row = Float32Array.of(1, 2, 3, 4)
    spreadHoles(Uint8Array.of(0, 1, 0, 0, 0, 0), 1, row)
    expect([...row]).toEqual([Number.NaN, Number.NaN, 3, 4])
  })
})
