import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { oneRateParts, withParts } from '../../src/tables/one-rate.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import { signalsOf } from '../signal-golden.ts'

const facts = { stage: 'ica' }

/** Segments of channels between which one of another rate lies. */
const mixed = () =>
  signalsOf([
    { channels: ['A', 'B'], values: Float32Array.of(1, 2, 3, 4), rateHz: 2, index: 0 },
    { channels: ['ECG'], values: Float32Array.of(9), rateHz: 1, index: 0 },
    { channels: ['C'], values: Float32Array.of(5, 6), rateHz: 2, index: 0 },
  ])

describe('oneRateParts', () => {
  test('channels of one rate come together, others are left out', () => {
    const parts = oneRateParts(mixed(), () => [1, 3], facts)
    const [{ segment, rows, blocks }] = parts
    expect(parts).toHaveLength(1)
    expect(segment.channels).toEqual(['A', 'B', 'C'])
    expect([...segment.values]).toEqual([1, 2, 3, 4, 5, 6])
    expect([rows, blocks]).toEqual([
      [1, 2],
      [0, 2],
    ])
  })

  test('what is alike already is the segment itself', () => {
    const table = signalsOf([{ channels: ['A', 'B'], values: Float32Array.of(1, 2, 3, 4) }])
    const [{ segment }] = oneRateParts(table, () => [0], facts)
    expect(segment.values.buffer).toBe(segmentsOf(table)[0].values.buffer)
  })

  test('channels of two rates that are both looked at are refused, with what helps', () => {
    expect(() => oneRateParts(mixed(), () => [0, 2], facts)).toThrow(/rates-differ.*ECG.*resample/)
  })
})

describe('properties', () => {
  test('what was taken comes back to its place, all else stays', () => {
    const lengths = fc.array(fc.constantFrom(2, 4), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(lengths, (rates) => {
        const table = signalsOf(
          rates.map((rateHz, c) => ({
            channels: [`X${c}`],
            values: Float32Array.from({ length: rateHz }, (_, t) => 10 * c + t),
            rateHz,
            index: 0,
          })),
        )
        const same = [...rates.keys()].filter((c) => rates[c] === rates[0])
        const parts = oneRateParts(table, () => same, facts)
        const added = parts.map(({ segment }) => segment.values.map((v) => v + 100))
        const out = segmentsOf(withParts(table, parts, added)).flatMap(({ values }) => [...values])
        const expected = rates.flatMap((rate, c) =>
          Array.from({ length: rate }, (_, t) => 10 * c + t + (same.includes(c) ? 100 : 0)),
        )
        expect(out).toEqual(expected)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
