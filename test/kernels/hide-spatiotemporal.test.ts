import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hideSpatiotemporal } from '../../src/kernels/hide-spatiotemporal.ts'
import { random } from '../../src/kernels/random.ts'

const paper = {
  observe: [0.84, 0.84] as const,
  crossRegion: { regions: [0.45, 0.6] as const, times: [0.2, 0.6] as const },
  crossTime: { regions: [0.15, 0.3] as const, times: [0.2, 0.4] as const },
  edge: 3,
}
const rowsOf = (flags: Uint8Array, time: number) =>
  Array.from({ length: flags.length / time }, (_, c) => flags.subarray(c * time, (c + 1) * time))

describe('spatiotemporal masks', () => {
  test('without targets, what is observed is seen', () => {
    const none = { regions: [0, 0] as const, times: [0, 0] as const }
    const given = { observe: [0.5, 0.5] as const, crossRegion: none, crossTime: none, edge: 1 }
    const { visible, target } = hideSpatiotemporal({ channel: 4, time: 6 }, given, random(1))
    const rows = rowsOf(visible, 6).map((row) => row.join(''))
    expect(rows.filter((row) => /^0*1110*$/.test(row))).toHaveLength(2)
    expect(target.includes(1)).toBe(false)
  })

  test('regions of 450 and ten times have all three kinds of targets', () => {
    const grid = { channel: 450, time: 10 }
    const { visible, target } = hideSpatiotemporal(grid, paper, random(7))
    const seen = rowsOf(visible, 10).map((row) => row.includes(1))
    const hidden = rowsOf(target, 10)
    const kinds = hidden.map((row, c) => [seen[c], row.subarray(3, 7).includes(1)])
    expect(kinds.some(([isSeen, isInner]) => !isSeen && isInner)).toBe(true)
    expect(hidden.some((row, c) => seen[c] && row.includes(1))).toBe(true)
    expect(hidden.some((row, c) => !seen[c] && row.subarray(7).includes(1))).toBe(true)
    expect(kinds.every(([isSeen, isInner]) => !(isSeen && isInner))).toBe(true)
  })
})

describe('properties', () => {
  test('targets are never seen, and times hidden for some are seen by none', () => {
    const grid = fc.record({
      channel: fc.integer({ min: 8, max: 60 }),
      time: fc.integer({ min: 8, max: 16 }),
    })
    fc.assert(
      fc.property(grid, fc.integer({ min: 0, max: 1e9 }), ({ channel, time }, seed) => {
        const { visible, target } = hideSpatiotemporal({ channel, time }, paper, random(seed))
        expect(visible.some((flag, i) => flag && target[i])).toBe(false)
        const seen = rowsOf(visible, time)
        const rows = seen.filter((row) => row.includes(1)).map((row) => row.join(''))
        expect(new Set(rows).size).toBe(1)
        expect(hideSpatiotemporal({ channel, time }, paper, random(seed)).target).toEqual(target)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
