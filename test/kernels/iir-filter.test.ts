import { describe, expect, test } from 'vitest'
import { iirFilter } from '../../src/kernels/iir-filter.ts'

const taps = { b: Float64Array.of(1, 0.5), a: Float64Array.of(1, -0.5) }

describe('iirFilter', () => {
  test('feeds forward and back, each row by itself', () => {
    expect([...iirFilter([1, 0, 0, 0, 2, 0], 2, taps)]).toEqual([1, 1, 0.5, 0, 2, 2])
  })

  test('goes on from its state', () => {
    const whole = iirFilter([3, 1, 4, 1, 5], 1, taps)
    const state = new Float64Array(1)
    const first = iirFilter([3, 1], 1, taps, state)
    expect([...first, ...iirFilter([4, 1, 5], 1, taps, state)]).toEqual([...whole])
  })

  test('refuses a state of another shape', () => {
    expect(() => iirFilter([1], 1, taps, new Float64Array(2))).toThrow(RangeError)
  })
})
