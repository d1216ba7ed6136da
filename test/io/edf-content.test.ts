import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edf } from '../../src/io/edf.ts'
import { edfContent } from '../../src/io/edf-content.ts'
import { memorySource } from '../../src/io/source.ts'
import { encodeEdf } from '../../src/io/write-edf.ts'
import { random } from '../../src/kernels/random.ts'
import type { Event } from '../../src/tables/events.ts'
import { makeSignals, type SegmentSamples, segmentsOf } from '../../src/tables/signals.ts'
import { type Table, withMeta } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'

const draw = random(5)

function segment(startS: number, samples: number, rateHz = 100, index = 0): SegmentSamples {
  const values = Float32Array.from(
    { length: 2 * samples },
    (_, i) => (i < samples ? 30 : 2) * draw.normal(),
  )
  return { channels: ['Fp1', 'Cz'], startS, rateHz, values, index }
}

const tableOf = (...segments: SegmentSamples[]) => makeSignals(who, segments, 'uV')

async function back(
  table: Table<'signals'>,
  events: readonly Event[] = [],
  format: 'edf' | 'bdf' = 'edf',
) {
  const startedAt = '2020-01-02T03:04:05.5'
  const bytes = encodeEdf(edfContent(table, { format, startedAt, events }))
  const source = memorySource(`a.${format}`, bytes)
  const found = (await edf.read(source, who, {})) as Table<'signals'>
  return {
    segments: segmentsOf(found),
    events: await edf.events?.(source),
    info: await edf.inspect(source),
  }
}

/** The largest difference, in steps of a channel's range. */
function steps(a: Float32Array, b: Float32Array, bits: number): number {
  const span = Math.max(...b) - Math.min(...b)
  return Math.max(...a.map((v, i) => Math.abs(v - b[i]))) / (span / (2 ** bits - 1))
}

describe('a table as an EDF+ file', () => {
  test('comes back within half a step of each channel, with its events and start', async () => {
    const table = tableOf(segment(2, 300))
    const event = { onsetS: 3.25, durationS: 0.5, label: 'go' }
    const found = await back(table, [event])
    const [{ values }] = segmentsOf(table)
    expect(found.segments[0].samples).toBe(300)
    for (const c of [0, 1]) {
      const [a, b] = [found.segments[0].values, values].map((v) =>
        v.subarray(300 * c, 300 * (c + 1)),
      )
      expect(steps(a, b, 16)).toBeLessThan(0.51)
    }
    expect(found.events).toEqual([{ ...event, onsetS: 1.25 }])
    expect(found.info).toMatchObject({ format: 'EDF+C', startedAt: '2020-01-02T03:04:07.5' })
  })

  test('BDF+ has 24 bits', async () => {
    const table = tableOf(segment(0, 100))
    const found = await back(table, [], 'bdf')
    const [{ values }] = segmentsOf(table)
    expect(
      steps(found.segments[0].values.subarray(0, 100), values.subarray(0, 100), 24),
    ).toBeLessThan(2)
    expect(found.info).toMatchObject({ format: 'BDF+C' })
  })

  test('gaps stay gaps', async () => {
    const found = await back(tableOf(segment(0, 150), segment(4, 250, 100, 1)))
    expect(found.info).toMatchObject({ format: 'EDF+D' })
    expect(found.segments.map(({ startS, samples }) => [startS, samples])).toEqual([
      [0, 150],
      [4, 250],
    ])
  })

  test('a length that no record divides is filled up, which an annotation says', async () => {
    const found = await back(tableOf(segment(0, 211, 128)))
    expect(found.segments[0].samples).toBe(256)
    const last = found.segments[0].values.subarray(210, 256)
    expect(new Set(last).size).toBe(1)
    expect(found.events).toEqual([
      { onsetS: 211 / 128, durationS: 45 / 128, label: 'BAD_ACQ_SKIP' },
    ])
  })

  test('tesla become fT; NaN and several rates are refused', async () => {
    const meg = withMeta(makeSignals(who, [segment(0, 100)], 'T'), {
      units: JSON.stringify({ Fp1: 'T', Cz: 'T/m' }),
    })
    const { channels } = edfContent(meg, { format: 'edf', events: [] })
    expect(channels.map(({ unit }) => unit)).toEqual(['fT', 'fT/cm'])
    const holed = segment(0, 100)
    holed.values[3] = Number.NaN
    await expect(back(tableOf(holed))).rejects.toThrow(/non-finite.*Fp1/)
    await expect(back(tableOf(segment(0, 100), segment(1, 100, 50, 1)))).rejects.toThrow(/rates/)
  })
})

describe('properties', () => {
  test('any length and rate comes back with all samples', async () => {
    const size = fc.record({
      samples: fc.integer({ min: 20, max: 700 }),
      rateHz: fc.constantFrom(50, 100, 128, 250, 512, 62.5),
    })
    const property = fc.asyncProperty(size, async ({ samples, rateHz }) => {
      const table = tableOf(segment(0, samples, rateHz))
      const { segments } = await back(table)
      const [own] = segmentsOf(table)
      expect(segments).toHaveLength(1)
      expect(segments[0].rateHz).toBeCloseTo(rateHz, 6)
      const found = segments[0].values.subarray(0, samples)
      expect(steps(found, own.values.subarray(0, samples), 16)).toBeLessThan(0.51)
    })
    await fc.assert(property, { seed: 1, numRuns: 50 })
  })
})
