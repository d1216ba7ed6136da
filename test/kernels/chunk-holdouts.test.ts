import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chunkHoldouts } from '../../src/kernels/chunk-holdouts.ts'
import { random } from '../../src/kernels/random.ts'

const plan = { count: 3, chunkRows: 2, share: 0.25 }

describe('chunkHoldouts', () => {
  test('chunks lie within a group, and what is left of it is never held out', () => {
    const groups = [0, 0, 0, 1, 1, 1, 1, 1]
    const held = chunkHoldouts(groups, { ...plan, count: 40 }, random(1))
    const seen = new Set(held.map((rows) => rows.join()))
    expect([...seen].sort()).toEqual(['0,1', '3,4', '5,6'])
  })

  test('a quarter of eight chunks is two', () => {
    const held = chunkHoldouts(new Int32Array(16), plan, random(2))
    expect(held.map(({ length }) => length)).toEqual([4, 4, 4])
  })

  test('one chunk at least stays', () => {
    const held = chunkHoldouts(new Int32Array(4), { ...plan, share: 0.99 }, random(3))
    expect(held.every(({ length }) => length === 2)).toBe(true)
  })

  test('a single chunk is refused', () => {
    expect(() => chunkHoldouts([0, 0, 0], plan, random(1))).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('rows are distinct, ascending, in whole chunks, and follow from the seed', () => {
    const made = fc.record({
      rows: fc.integer({ min: 8, max: 60 }),
      chunkRows: fc.integer({ min: 1, max: 4 }),
      seed: fc.nat(),
    })
    fc.assert(
      fc.property(made, ({ rows, chunkRows, seed }) => {
        const given = { count: 4, chunkRows, share: 0.25 }
        const held = chunkHoldouts(new Int32Array(rows), given, random(seed))
        expect(chunkHoldouts(new Int32Array(rows), given, random(seed))).toEqual(held)
        for (const some of held) {
          expect([...new Set(some)].sort((a, b) => a - b)).toEqual([...some])
          const chunks = new Set(some.map((r) => Math.floor(r / chunkRows)))
          expect(some.length).toBe(chunks.size * chunkRows)
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
