import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawFates, fillHidden } from '../../src/kernels/fill-hidden.ts'
import { random } from '../../src/kernels/random.ts'

const fill = (before: number[], hidden: number[], shares = {}, parts?: number[]) => {
  const row = Float32Array.from(before)
  const flags = Uint8Array.from(hidden)
  const given = { randomShare: 0, leaveShare: 0, ...shares }
  const fates = drawFates(flags, new Uint8Array(flags.length).fill(1), given, random(4))
  fillHidden(row, Float32Array.from(before), fates, {
    hidden: flags,
    ...(parts ? { parts: Uint8Array.from(parts) } : {}),
  })
  return Array.from(row)
}

describe('hidden tokens', () => {
  test('become zero, as a whole or in part', () => {
    expect(fill([1, -2, 3, 4], [1, 0])).toEqual([0, 0, 3, 4])
    expect(fill([1, -2, 3, 4], [1, 1], {}, [0, 1, 0, 1])).toEqual([1, 0, 3, 0])
  })

  test('NaN and infinities are not mended', () => {
    expect(fill([Number.NaN, Number.NEGATIVE_INFINITY, 1, 1], [1, 1])).toEqual([
      Number.NaN,
      Number.NaN,
      0,
      0,
    ])
  })

  test('may stay, or become another token', () => {
    expect(fill([1, 2, 3, 4], [1, 1], { leaveShare: 1 })).toEqual([1, 2, 3, 4])
    const swapped = fill([1, 2, 3, 4, 5, 6], [0, 1, 0], { randomShare: 1 })
    expect(['1,2', '3,4', '5,6']).toContain(swapped.slice(2, 4).join())
  })
})

describe('properties', () => {
  test('shares of fates are right on average', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const ones = new Uint8Array(5000).fill(1)
        const shares = { randomShare: 0.2, leaveShare: 0.1 }
        const { fate } = drawFates(ones, ones, shares, random(seed))
        const count = (wanted: number) => fate.filter((each) => each === wanted).length
        expect(Math.abs(count(1) - 1000)).toBeLessThan(150)
        expect(Math.abs(count(2) - 500)).toBeLessThan(110)
      }),
      { seed: 1, numRuns: 20 },
    )
  })
})
