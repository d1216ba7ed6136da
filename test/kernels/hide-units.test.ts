import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  blockUnits,
  hideByChance,
  hideUnits,
  rectangleUnits,
} from '../../src/kernels/hide-units.ts'
import { random } from '../../src/kernels/random.ts'

const countOf = (flags: Uint8Array) => flags.reduce((sum, flag) => sum + flag, 0)

describe('units of tokens', () => {
  test('rectangles of two channels and two times, smaller at the far edges', () => {
    const units = rectangleUnits({ channel: 3, time: 3 }, [2, 2])
    expect(Array.from(units)).toEqual([0, 0, 1, 0, 0, 1, 2, 2, 3])
  })

  test('blocks of a grid of places hold all times', () => {
    const units = blockUnits({ channel: 12, time: 2 }, [2, 3, 2], [2, 2, 1])
    const byChannel = Array.from(units).filter((_, i) => i % 2 === 0)
    expect(byChannel).toEqual([0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3])
  })

  test('padding is never hidden, whatever the chance', () => {
    const hidden = hideByChance(Uint8Array.of(1, 0, 1), 1, random(1))
    expect(Array.from(hidden)).toEqual([1, 0, 1])
    expect(Array.from(hideUnits(Int32Array.of(-1, 0, -1), 1, random(1)))).toEqual([0, 1, 0])
  })
})

describe('properties', () => {
  const seed = fc.integer({ min: 0, max: 1e9 })
  const share = fc.double({ min: 0, max: 1, noNaN: true })

  test('an exact share of whole units is hidden', () => {
    const sides = fc.record({ channel: fc.integer({ min: 1, max: 9 }), time: fc.nat({ max: 20 }) })
    const side = fc.integer({ min: 1, max: 5 })
    fc.assert(
      fc.property(sides, fc.tuple(side, side), share, seed, (grid, size, part, start) => {
        const units = rectangleUnits(grid, size)
        const hidden = hideUnits(units, part, random(start))
        const state = new Map<number, number>()
        units.forEach((unit, i) => {
          expect(hidden[i]).toBe(state.get(unit) ?? hidden[i])
          state.set(unit, hidden[i])
        })
        const found = [...state.values()].filter((flag) => flag).length
        expect(found).toBe(Math.round(part * state.size))
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('the same seed hides the same, another one something else', () => {
    const units = Int32Array.from({ length: 64 }, (_, i) => i)
    fc.assert(
      fc.property(seed, (start) => {
        const first = hideUnits(units, 0.5, random(start))
        expect(hideUnits(units, 0.5, random(start))).toEqual(first)
        expect(hideUnits(units, 0.5, random(start + 1))).not.toEqual(first)
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('by chance, the share is right on average', () => {
    fc.assert(
      fc.property(share, seed, (chance, start) => {
        const hidden = hideByChance(new Uint8Array(4000).fill(1), chance, random(start))
        const deviation = Math.sqrt(chance * (1 - chance) * 4000)
        expect(Math.abs(countOf(hidden) - chance * 4000)).toBeLessThanOrEqual(5 * deviation)
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('each unit is hidden as often as the others', () => {
    const draw = random(3)
    const counts = new Array<number>(8).fill(0)
    const units = Int32Array.from({ length: 8 }, (_, i) => i)
    for (let k = 0; k < 2000; k++) {
      hideUnits(units, 0.25, draw).forEach((flag, i) => {
        counts[i] += flag
      })
    }
    expect(Math.max(...counts.map((count) => Math.abs(count - 500)))).toBeLessThan(100)
  })
})
