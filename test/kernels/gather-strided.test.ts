import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gatherStrided } from '../../src/kernels/gather-strided.ts'

describe('gatherStrided', () => {
  test('axes change places', () => {
    const x = Float32Array.of(1, 2, 3, 4, 5, 6)
    expect([...gatherStrided(x, [3, 2], [1, 3])]).toEqual([1, 4, 2, 5, 3, 6])
  })

  test('a stride of 0 repeats, and no axes give the one number', () => {
    const x = Float64Array.of(7, 8)
    expect([...gatherStrided(x, [2, 2, 2], [0, 1, 0])]).toEqual([7, 7, 8, 8, 7, 7, 8, 8])
    expect([...gatherStrided(x, [], [])]).toEqual([7])
  })

  test('an axis of no length gives nothing', () => {
    expect(gatherStrided(Float32Array.of(1), [3, 0, 2], [1, 1, 1])).toHaveLength(0)
  })
})

describe('properties', () => {
  const sizes = fc.tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 4 }),
  )

  test('a change of places and back is the same', () => {
    fc.assert(
      fc.property(sizes, ([a, b, c]) => {
        const x = Float32Array.from({ length: a * b * c }, (_, i) => i)
        const moved = gatherStrided(x, [c, a, b], [1, b * c, c])
        expect(gatherStrided(moved, [a, b, c], [b, 1, a * b])).toEqual(x)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
