import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nearestPanels } from '../../src/kernels/nearest-panels.ts'

const halvesOf = (book: Float64Array, depth: number) => {
  const out = new Float64Array(book.length / depth)
  for (let i = 0; i < book.length; i++) out[Math.floor(i / depth)] += (book[i] * book[i]) / 2
  return out
}

/** By the definition, in f64. */
function nearest(x: Float64Array, book: Float64Array, depth: number): number[] {
  const halves = halvesOf(book, depth)
  return Array.from({ length: x.length / depth }, (_, r) => {
    let [id, most] = [-1, Number.NEGATIVE_INFINITY]
    for (let k = 0; k < halves.length; k++) {
      let sum = 0
      for (let d = 0; d < depth; d++) sum += x[r * depth + d] * book[k * depth + d]
      if (sum - halves[k] > most) [id, most] = [k, sum - halves[k]]
    }
    return id
  })
}

const noise = (length: number, seed: number) =>
  Float64Array.from({ length }, (_, i) => Math.sin((i + 1) * (i + seed) * 0.7919))

describe('nearestPanels', () => {
  test('of equal codes the first is taken, also across panels', () => {
    const book = new Float64Array(40).fill(1)
    expect([...(nearestPanels(Float64Array.of(1, 1), book, halvesOf(book, 2)) ?? [])]).toEqual([0])
  })

  test('codes that f32 cannot tell apart are told apart', () => {
    const book = Float64Array.from({ length: 64 }, (_, k) => 1 + k * 1e-12)
    const found = nearestPanels(Float64Array.of(1 + 5e-12), book, halvesOf(book, 1))
    expect([...(found ?? [])]).toEqual(nearest(Float64Array.of(1 + 5e-12), book, 1))
  })

  test('what is no number has no code, and magnitudes beyond f32 are left to others', () => {
    const book = noise(40, 3)
    const x = Float64Array.of(Number.NaN, 0, 0.5, 0.5)
    expect(nearestPanels(x, book, halvesOf(book, 2))?.[0]).toBe(-1)
    expect(nearestPanels(Float64Array.of(1e30, 0), book, halvesOf(book, 2))).toBeUndefined()
    const tiny = book.map((v) => v * 1e-25)
    expect(nearestPanels(x, tiny, halvesOf(tiny, 2))).toBeUndefined()
  })
})

describe('properties', () => {
  test('it is the nearest code in f64, for any number of vectors, codes and depth', () => {
    const law = fc.property(
      fc.record({
        rows: fc.integer({ min: 1, max: 300 }),
        count: fc.integer({ min: 1, max: 300 }),
        depth: fc.integer({ min: 1, max: 11 }),
        seed: fc.integer({ min: 1, max: 99 }),
        rough: fc.boolean(),
      }),
      ({ rows, count, depth, seed, rough }) => {
        const round = (v: number) => (rough ? Math.round(2 * v) : v)
        const x = noise(rows * depth, seed).map(round)
        const book = noise(count * depth, seed + 7).map(round)
        const found = nearestPanels(x, book, halvesOf(book, depth))
        if (!found) expect(book.every((v) => v === 0)).toBe(true)
        else expect([...found]).toEqual(nearest(x, book, depth))
      },
    )
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})
