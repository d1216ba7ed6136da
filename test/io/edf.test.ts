import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edf } from '../../src/io/edf.ts'
import { memorySource } from '../../src/io/source.ts'
import type { ReadOptions, RecordingInfo } from '../../src/reader.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { channel, edfContent, tinyEdf, who } from '../fixtures/recordings.ts'

const source = (bytes: Uint8Array) => memorySource('x.edf', bytes)
const inspect = async (bytes: Uint8Array) => (await edf.inspect(source(bytes))) as RecordingInfo
const segments = async (bytes: Uint8Array, options: ReadOptions = {}) =>
  segmentsOf((await edf.read(source(bytes), who, options)) as Table<'signals'>)
const events = async (bytes: Uint8Array) => edf.events?.(source(bytes)) ?? []

describe('edf', () => {
  test('inspect lists channels, annotations and the start', async () => {
    const info = await inspect(tinyEdf())
    expect(info.format).toBe('EDF+C')
    expect(info.durationS).toBe(4)
    expect(info.startedAt).toBe('2024-02-29T23:59:58')
    expect(info.channels.slice(0, 3)).toEqual([
      { name: 'Fp1', type: 'eeg', unit: 'uV', rateHz: 16, samples: 64 },
      { name: 'ECG', type: 'ecg', unit: 'uV', rateHz: 16, samples: 64 },
      { name: 'Temp', type: 'misc', unit: 'degC', rateHz: 2, samples: 8 },
    ])
    expect(info.channels[3]).toMatchObject({ name: 'EDF Annotations', type: 'annotations' })
    expect(info.annotations).toEqual(edfContent.annotations)
    expect(info.segments).toEqual([{ startS: 0, durationS: 4 }])
    expect(info.warnings).toEqual([])
  })

  test('volts become microvolts, other units stay, rates make blocks of one segment', async () => {
    const table = (await edf.read(source(tinyEdf()), who, {})) as Table<'signals'>
    expect(table.meta.unit).toBe('uV')
    expect(JSON.parse(table.meta.units)).toEqual({ Fp1: 'uV', ECG: 'uV', Temp: 'degC' })
    const [fast, slow] = segmentsOf(table)
    expect(fast).toMatchObject({ channels: ['Fp1', 'ECG'], index: 0, rateHz: 16, samples: 64 })
    expect(slow).toMatchObject({ channels: ['Temp'], index: 0, rateHz: 2, samples: 8 })
    const [fp1, ecg, temp] = edfContent.channels
    const why = 'half a step of 16 bits'
    expectClose(fast.values.subarray(0, 64), fp1.values, { absolute: 500 / 65535, why })
    const microvolts = Float64Array.from(ecg.values, (v) => 1000 * v)
    expectClose(fast.values.subarray(64), microvolts, { absolute: 5000 / 65535, why })
    expectClose(slow.values, temp.values, { absolute: 50 / 65535, why })
  })

  test('24 bits give the same values, closer', async () => {
    const [fast] = await segments(tinyEdf({ format: 'BDF+C' }))
    const why = 'half a step of 24 bits, and f32'
    const expected = edfContent.channels[0].values
    expectClose(fast.values.subarray(0, 64), expected, { absolute: 500 / 2 ** 24 + 3e-5, why })
    expect((await inspect(tinyEdf({ format: 'BDF', annotations: [] }))).format).toBe('BDF')
  })

  test('asked channels come in the asked order under the asked names', async () => {
    const bytes = tinyEdf({
      channels: [channel('EEG Fp1-REF', 'uV', 16, 1), channel('EEG Fp2-REF', 'uV', 16, 2)],
    })
    const [all] = await segments(bytes)
    const [asked] = await segments(bytes, { channels: ['fp2', 'EEG Fp1-REF'] })
    expect(asked.channels).toEqual(['fp2', 'EEG Fp1-REF'])
    expect([...asked.values]).toEqual([...all.values.subarray(64), ...all.values.subarray(0, 64)])
    await expect(segments(bytes, { channels: ['Cz'] })).rejects.toThrow(/channel-missing.*x\.edf/)
  })

  test('repeated labels are numbered; asking for the bare label is ambiguous', async () => {
    const bytes = tinyEdf({ channels: ['A', 'B', 'A'].map((l, i) => channel(l, 'uV', 8, i + 1)) })
    const [segment] = await segments(bytes)
    expect(segment.channels).toEqual(['A-0', 'B', 'A-1'])
    expect((await inspect(bytes)).warnings.join()).toMatch(/several channels are called A/)
    await expect(segments(bytes, { channels: ['A'] })).rejects.toThrow('channel-ambiguous')
  })

  test('a span gives whole samples from fromS up to, not including, toS', async () => {
    const [whole] = await segments(tinyEdf(), { channels: ['Fp1'] })
    const [cut] = await segments(tinyEdf(), { channels: ['Fp1'], fromS: 0.51, toS: 2.5 })
    expect(cut.startS).toBe(9 / 16)
    expect([...cut.values]).toEqual([...whole.values.subarray(9, 40)])
    await expect(segments(tinyEdf(), { fromS: 4 })).rejects.toThrow('signal-too-short')
  })

  test('a discontinuous file gives a segment for each contiguous piece', async () => {
    const bytes = tinyEdf({ format: 'EDF+D', segmentStartsS: [0, 1, 10.25, 11.25] })
    const found = await segments(bytes, { channels: ['Fp1'] })
    expect(found.map(({ index, startS, samples }) => ({ index, startS, samples }))).toEqual([
      { index: 0, startS: 0, samples: 32 },
      { index: 1, startS: 10.25, samples: 32 },
    ])
    expect((await inspect(bytes)).segments[1]).toEqual({ startS: 10.25, durationS: 2 })
    const [cut] = await segments(bytes, { channels: ['Fp1'], fromS: 5, toS: 10.75 })
    expect(cut).toMatchObject({ index: 1, startS: 10.25, samples: 8 })
  })

  test('a start within a second moves annotations, not the samples', async () => {
    const startedAt = { ...edfContent.startedAt, second: 58.25 }
    const info = await inspect(tinyEdf({ startedAt }))
    expect(info.startedAt).toBe('2024-02-29T23:59:58.25')
    expect(info.annotations.map((a) => a.onsetS)).toEqual([0.5, 2])
  })

  test('rises of a stimulus channel are events beside the annotations', async () => {
    const values = Float64Array.from({ length: 64 }, (_, t) =>
      t > 20 && t < 40 ? 7 : t > 50 ? 9 : 0,
    )
    const status = { ...channel('Status', 'Boolean', 16, 32767), physicalMin: -32768, values }
    const bytes = tinyEdf({ channels: [status] })
    expect(await events(bytes)).toEqual([
      { onsetS: 0.5, durationS: 1.25, label: 'Auge geöffnet' },
      { onsetS: 21 / 16, durationS: 0, label: '7' },
      { onsetS: 2, durationS: 0, label: 'τέλος' },
      { onsetS: 51 / 16, durationS: 0, label: '9' },
    ])
  })
})

describe('properties', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 64 }), fc.integer({ min: 0, max: 64 }))

  test('the pieces of a recording put together are the whole', async () => {
    const [whole] = await segments(tinyEdf(), { channels: ['ECG'] })
    const cuts = fc.asyncProperty(span, async ([a, b]) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      const parts = []
      for (const [fromS, toS] of [
        [0, from / 16],
        [from / 16, to / 16],
        [to / 16, 4],
      ]) {
        if (toS > fromS) {
          parts.push(...(await segments(tinyEdf(), { channels: ['ECG'], fromS, toS })))
        }
      }
      expect(parts.flatMap((part) => [...part.values])).toEqual([...whole.values])
    })
    await fc.assert(cuts, { seed: 1, numRuns: 50 })
  })

  test('what is written is read: values to half a step, annotations exactly', async () => {
    const note = fc.record({
      onsetS: fc.integer({ min: 0, max: 3900 }).map((ms) => ms / 1000),
      durationS: fc.integer({ min: 0, max: 5000 }).map((ms) => ms / 1000),
      text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter(isPlain),
    })
    const content = fc.asyncProperty(
      fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 32, maxLength: 32 }),
      fc.array(note, { maxLength: 6 }),
      fc.constantFrom('EDF+C' as const, 'BDF+C' as const),
      async (values, annotations, format) => {
        const sorted = annotations.sort((a, b) => a.onsetS - b.onsetS)
        const one = { ...channel('Cz', 'uV', 8, 100), values: Float64Array.from(values) }
        const bytes = tinyEdf({ channels: [one], annotations: sorted, format })
        const [segment] = await segments(bytes)
        const why = 'half a step'
        expectClose(segment.values, values, { absolute: 100 / 65535, why })
        expect((await inspect(bytes)).annotations).toEqual(sorted)
      },
    )
    await fc.assert(content, { seed: 1, numRuns: 50 })
  })
})

function isPlain(text: string): boolean {
  return !['\x14', '\x15', '\0'].some((c) => text.includes(c))
}
