import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nearestCodes } from '../../src/kernels/nearest-codes.ts'
import { expectClose } from '../close.ts'
import { stored } from '../signal-golden.ts'
import { tokenGolden } from '../token-golden.ts'

const golden = tokenGolden<{
  x: number[]
  codes: number[]
  shape: [number, number, number]
  euclidean: number[]
  cosine: number[]
  residual: number[]
  sums: number[]
}>('codes.json')
const x = Float32Array.from(golden.x)
const codes = Float32Array.from(golden.codes)
const [levels, count, depth] = golden.shape
const first = { codes: codes.subarray(0, count * depth), shape: [1, count, depth] as const }

describe('nearest codes', () => {
  test('by distance and by angle equal PyTorch', () => {
    expect(Array.from(nearestCodes(x, first).ids)).toEqual(golden.euclidean)
    expect(Array.from(nearestCodes(x, first, 'cosine').ids)).toEqual(golden.cosine)
  })

  test('what is left gets codes of the next levels, as with PyTorch', () => {
    const found = nearestCodes(x, { codes, shape: [levels, count, depth] })
    expect(Array.from(found.ids)).toEqual(golden.residual)
    expectClose(found.values, golden.sums, stored())
  })

  test('the first of equal codes is taken, and what is not finite has none', () => {
    const book = { codes: Float32Array.of(1, 0, 1, 0), shape: [1, 2, 2] as const }
    const rows = Float32Array.of(1, 0, Number.NaN, 0, Number.POSITIVE_INFINITY, 0)
    const { ids, values } = nearestCodes(rows, book)
    expect(Array.from(ids)).toEqual([0, -1, -1])
    expect(Array.from(values)).toEqual([1, 0, Number.NaN, Number.NaN, Number.NaN, Number.NaN])
  })

  test('codes of another shape are refused', () => {
    expect(() => nearestCodes(x, { codes, shape: [1, count, depth] })).toThrow(RangeError)
  })
})

describe('properties', () => {
  const value = fc.integer({ min: -9, max: 9 })

  test('no code is nearer than the one that is found', () => {
    const list = fc.array(value, { minLength: 3, maxLength: 60 })
    fc.assert(
      fc.property(list, list, (vectors, book) => {
        const whole = (numbers: number[]) => numbers.slice(0, numbers.length - (numbers.length % 3))
        const [rows, all] = [whole(vectors), whole(book)]
        const shape = [1, all.length / 3, 3] as const
        const { ids } = nearestCodes(Float32Array.from(rows), {
          codes: Float32Array.from(all),
          shape,
        })
        const apart = (r: number, k: number) =>
          [0, 1, 2].reduce((sum, d) => sum + (rows[3 * r + d] - all[3 * k + d]) ** 2, 0)
        ids.forEach((id, r) => {
          for (let k = 0; k < all.length / 3; k++) {
            expect(apart(r, id)).toBeLessThanOrEqual(apart(r, k))
            if (apart(r, id) === apart(r, k)) expect(id).toBeLessThanOrEqual(k)
          }
        })
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('a code is its own nearest, and nothing of it is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: count - 1 }), (k) => {
        const own = first.codes.slice(k * depth, (k + 1) * depth)
        expect(nearestCodes(own, first).values).toEqual(own)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
