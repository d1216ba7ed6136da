import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinMoments, momentsOf, scalingOf } from '../../src/kernels/moments.ts'
import { momentScaling } from '../../src/kernels/scaling.ts'
import { expectClose } from '../close.ts'

const why = 'f64 sums in another order'

describe('moments', () => {
  test('count, mean and squared deviations leave out what is not finite', () => {
    expect(momentsOf([1, Number.NaN, 3, Number.POSITIVE_INFINITY, 5])).toEqual({
      count: 3,
      mean: 3,
      squares: 8,
    })
    expect(momentsOf([])).toEqual({ count: 0, mean: 0, squares: 0 })
  })

  test('without values there is no scale, and what is constant has scale 1', () => {
    expect(scalingOf(momentsOf([]))).toEqual({ centre: Number.NaN, scale: Number.NaN })
    expect(scalingOf(joinMoments([momentsOf([7, 7]), momentsOf([7])]))).toEqual({
      centre: 7,
      scale: 1,
    })
  })
})

describe('properties', () => {
  test('parts joined have the scale of the whole, also far from zero', () => {
    const value = fc.double({ min: -1, max: 1, noNaN: true })
    const parts = fc.array(fc.array(value, { minLength: 1, maxLength: 40 }), { minLength: 1 })
    const law = fc.property(parts, fc.constantFrom(0, 1e5), (found, offset) => {
      const moved = found.map((part) => part.map((v, i) => v + offset + (i % 3)))
      const joined = scalingOf(joinMoments(moved.map(momentsOf)))
      const whole = momentScaling(moved)
      expectClose([joined.centre, joined.scale], [whole.centre, whole.scale], {
        absolute: 1e-9,
        why,
      })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
