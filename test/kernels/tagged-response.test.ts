import { describe, expect, test } from 'vitest'
import { taggedResponse } from '../../src/kernels/tagged-response.ts'
import { expectClose } from '../close.ts'
import { couplingGolden } from '../coupling-golden.ts'
import { signalInput } from '../signal-golden.ts'

const how = {
  ...{ rateHz: 100, segment: 100, neighbours: 5, skip: 1, permutations: 199, seed: 3 },
}
const rows = signalInput(3, 600)
const row = (c: number) => rows.subarray(600 * c, 600 * (c + 1))

describe('taggedResponse', () => {
  test.each([5, 10])('equals NumPy at %i Hz', (hz) => {
    const found = [0, 1, 2].map((c) => taggedResponse(row(c), { ...how, hz }))
    for (const name of ['amplitude', 'snr', 'itc'] as const) {
      const expected = couplingGolden.tags[`${hz}`][name]
      expectClose(
        found.map((one) => one[name]),
        expected,
        { relative: 1e-8, why: 'sines at large angles' },
      )
    }
  })

  test('a steady sine is found and random phases do not reach it', () => {
    const sine = Float32Array.from({ length: 2000 }, (_, t) => 3 * Math.sin(0.2 * Math.PI * t + 1))
    const found = taggedResponse(sine, { ...how, hz: 10 })
    expect(found.amplitude).toBeCloseTo(3, 4)
    expect(found.itc).toBeCloseTo(1, 6)
    expect(found.p).toBe(1 / 200)
    expect(found.snr).toBeGreaterThan(1e6)
  })

  test('less than a segment is refused, silence has no phase', () => {
    expect(() => taggedResponse(new Float32Array(50), { ...how, hz: 5 })).toThrow(RangeError)
    expect(taggedResponse(new Float32Array(300), { ...how, hz: 5 }).itc).toBeNaN()
  })
})
