import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scaleIntegers } from '../../src/kernels/scale-integers.ts'

function bytesOf(integers: readonly number[], width: number): Uint8Array {
  return Uint8Array.from(integers.flatMap((n) => [n, n >> 8, n >> 16].slice(0, width)))
}

describe('scaleIntegers', () => {
  test('two channels that alternate in two records', () => {
    const bytes = bytesOf([1, 2, -3, 4, 5, -6], 2)
    const scaled = scaleIntegers({ bytes, stride: 6, records: 2, width: 2 }, 2)
    const line = { zero: 0, gain: 0.5, base: 10 }
    expect([...scaled({ offset: 0, length: 2, ...line })]).toEqual([10.5, 11, 12, 12.5])
    expect([...scaled({ offset: 4, length: 1, ...line })]).toEqual([8.5, 7])
  })

  test('24 bits keep their sign', () => {
    const bytes = bytesOf([-8388608, -1, 8388607], 3)
    const scaled = scaleIntegers({ bytes, stride: 9, records: 1, width: 3 }, 3)
    const values = scaled({ offset: 0, length: 3, zero: -8388608, gain: 1, base: 0 })
    expect([...values]).toEqual([0, 8388607, 16777215])
  })

  test('a run beyond the bytes is refused', () => {
    const scaled = scaleIntegers({ bytes: new Uint8Array(8), stride: 8, records: 1, width: 2 }, 8)
    expect(() => scaled({ offset: 2, length: 4, zero: 0, gain: 1, base: 0 })).toThrow(RangeError)
  })
})

describe('properties', () => {
  const line = { zero: -321, gain: 0.0731, base: -17.25 }

  test.each([2, 3])('the values are those of the formula, %i bytes wide', (width) => {
    const limit = 2 ** (8 * width - 1)
    const integers = fc.array(fc.integer({ min: -limit, max: limit - 1 }), {
      minLength: 60,
      maxLength: 60,
    })
    fc.assert(
      fc.property(integers, fc.integer({ min: 1, max: 30 }), (all, length) => {
        const records = Math.floor(60 / length)
        const stride = width * length
        const scaled = scaleIntegers({ bytes: bytesOf(all, width), stride, records, width }, length)
        const expected = Float32Array.from(
          all.slice(0, records * length),
          (n) => (n - line.zero) * line.gain + line.base,
        )
        expect(scaled({ offset: 0, length, ...line })).toEqual(expected)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
