import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keptScans } from '../../src/kernels/kept-scans.ts'

describe('keptScans', () => {
  test('leaves out bad scans and stretches that are too short', () => {
    const bad = Uint8Array.of(0, 0, 1, 0, 0, 0, 1, 0)
    expect([...keptScans(bad, 0)]).toEqual([0, 1, 3, 4, 5, 7])
    expect([...keptScans(bad, 3)]).toEqual([3, 4, 5])
  })

  test('a run without a bad scan stays, however short', () => {
    expect([...keptScans(new Uint8Array(3), 5)]).toEqual([0, 1, 2])
  })

  test('properties: what stays is not bad, and longer bounds keep less', () => {
    const scans = fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 40 })
    fc.assert(
      fc.property(scans, fc.nat(8), (flags, shortest) => {
        const bad = Uint8Array.from(flags)
        const kept = [...keptScans(bad, shortest)]
        expect(kept.every((t) => bad[t] === 0)).toBe(true)
        const fewer = [...keptScans(bad, shortest + 1)]
        expect(fewer.every((t) => kept.includes(t))).toBe(true)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
