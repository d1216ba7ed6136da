import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHalf, toHalf } from '../../src/kernels/half-float.ts'

describe('half floats', () => {
  test('known bits', () => {
    const values = [0, -0, 1, -2, 65504, 2 ** -14, 2 ** -24, 1 / 3]
    const bits = [0, 0x8000, 0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x3555]
    expect([...toHalf(values)]).toEqual(bits)
  })

  test('what is too large is infinite, too small zero, and NaN stays NaN', () => {
    expect([...toHalf([65519, 65520, -1e9, 2 ** -26, 2 ** -25])]).toEqual([
      0x7bff, 0x7c00, 0xfc00, 0, 0,
    ])
    expect(fromHalf(toHalf([Number.NaN, Number.POSITIVE_INFINITY]))).toEqual(
      Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY),
    )
  })

  test('halfway goes to the even neighbour, across an exponent too', () => {
    expect([...fromHalf(toHalf([2049, 2051, 4095.9, 2 ** -14 * (1 - 2 ** -12)]))]).toEqual([
      2048,
      2052,
      4096,
      2 ** -14,
    ])
  })
})

describe('properties', () => {
  test('every half float survives the way through 32 bits', () => {
    const bits = Uint16Array.from({ length: 65536 }, (_, i) => i).filter(
      (b) => (b & 0x7c00) !== 0x7c00 || (b & 0x3ff) === 0,
    )
    expect(toHalf(fromHalf(bits))).toEqual(bits)
  })

  test('no half float lies nearer than the one that is chosen', () => {
    fc.assert(
      fc.property(fc.double({ min: -70000, max: 70000, noNaN: true }), (x) => {
        const [bits] = toHalf([x])
        if ((bits & 0x7fff) === 0x7c00) {
          expect(Math.abs(x)).toBeGreaterThanOrEqual(65520)
          return
        }
        const below = (bits & 0x7fff) > 0 ? bits - 1 : bits
        const near = fromHalf(Uint16Array.of(bits, bits + 1, below))
        const [chosen, ...others] = [...near].map((value) => Math.abs(value - x))
        for (const other of others) expect(chosen).toBeLessThanOrEqual(other)
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})
