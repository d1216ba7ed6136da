import { describe, expect, test } from 'vitest'
import { fif } from '../../src/io/fif.ts'
import { memorySource } from '../../src/io/source.ts'
import type { Source } from '../../src/reader.ts'
import { sensorsOf } from '../../src/tables/sensors.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'
import { type FifCase, fifCases } from './fif-golden.ts'

function sourceOf({ open, files }: FifCase): Source {
  const own = Object.entries(files).map(([name, text]) => {
    return [name, new Uint8Array(Buffer.from(text, 'base64'))] as const
  })
  const all = Object.fromEntries(own)
  return memorySource(open, all[open], all)
}

const read = async (source: Source, options = {}) =>
  (await fif.read(source, who, options)) as Table<'signals'>

const unitOf = (type: string) => (/^(eeg|eog)$/.test(type) ? 1e6 : 1)
const close = (found: number, due: number) => Math.abs(found - due) <= 2e-7 * Math.abs(due)

const raws = fifCases.filter((each) => each.samples !== undefined)
const whole = fifCases.find((each) => each.case === 'single') as FifCase

describe('raw recordings that MNE wrote', () => {
  test.each(raws)('$case: samples, annotations and codes as MNE', async (due) => {
    const source = sourceOf(due)
    const table = await read(source)
    const segments = segmentsOf(table)
    const { rateHz } = segments[0]
    for (const { startS, samples, values, channels } of segments) {
      const from = Math.round(startS * rateHz)
      channels.forEach((name, c) => {
        const { type } = due.channels[c]
        expect(name).toBe(due.channels[c].name)
        for (let t = 0; t < samples; t++) {
          const told = (due.samples?.[c][from + t] ?? 0) * unitOf(type)
          if (!close(values[c * samples + t], told))
            expect([name, t, values[c * samples + t]]).toEqual(told)
        }
      })
    }
    const events = (await fif.events?.(source)) ?? []
    const codes = (due.codes ?? []).map(([sample, code]) => [sample / rateHz, 0, String(code)])
    const expected = [...(due.annotations ?? []), ...codes]
    const words = (list: readonly (readonly unknown[])[]) =>
      list
        .map(([at, long, label]) => [Number(at).toFixed(5), Number(long).toFixed(5), label])
        .sort()
    expect(words(events.map((e) => [e.onsetS, e.durationS, e.label]))).toEqual(words(expected))
  })

  test('a gap divides the recording, files that go on are one', async () => {
    const segments = async (name: string) => {
      const due = raws.find((each) => each.case === name) as FifCase
      const source = sourceOf(due)
      const found = segmentsOf(await read(source))
      return [await fif.files?.(source), found.map(({ startS, samples }) => [startS, samples])]
    }
    expect(await segments('gap')).toEqual([
      [],
      [
        [0, 50],
        [0.5, 200],
      ],
    ])
    expect(await segments('split')).toEqual([['parts_raw-1.fif'], [[0, 200]]])
    const due = raws.find((each) => each.case === 'split') as FifCase
    const { [due.open]: first } = due.files
    const alone = sourceOf({ ...due, files: { [due.open]: first } })
    await expect(read(alone)).rejects.toThrow(/file-missing.*parts_raw-1\.fif/)
  })

  test('types, bad channels, places, orientations and coils are kept', async () => {
    const table = await read(sourceOf(whole))
    const sensors = sensorsOf(table)
    for (const { name, type, bad, position, normal, coil } of whole.channels) {
      const sensor = sensors[name]
      expect(sensor.along).toEqual(coil === 3012 ? [1, 0, 0] : undefined)
      expect([sensor.type, sensor.bad ?? false, sensor.coil]).toEqual([type, bad, coil])
      const floats = (v: readonly number[] | null) => v?.map(Math.fround)
      expect(sensor.positionM?.map(Math.fround)).toEqual(floats(position) ?? undefined)
      expect(sensor.orientation?.map(Math.fround)).toEqual(floats(normal) ?? undefined)
      const frame = position === null ? undefined : normal === null ? 'head' : 'device'
      expect(sensor.frame).toBe(frame)
    }
    expect(JSON.parse(table.meta.units)).toMatchObject({
      'MEG 0111': 'T',
      'MEG 0112': 'T/m',
      Fp1: 'uV',
    })
    expect(table.meta.powerLineHz).toBe('50')
    expect(JSON.parse(table.meta.deviceToHead).slice(0, 4)).toEqual([1, 0, 0, Math.fround(0.01)])
  })

  test('inspect says the start of the first sample, and lists projections', async () => {
    expect(await fif.inspect(sourceOf(whole))).toMatchObject({
      format: 'FIF raw',
      startedAt: '2021-03-04T05:06:07.55',
      durationS: 0.8,
      projections: [
        { name: 'PCA-1', active: false },
        { name: 'PCA-2', active: false },
      ],
    })
  })

  test('channels and times can be chosen', async () => {
    const table = await read(sourceOf(whole), { channels: ['O2', 'fp1'], fromS: 0.1, toS: 0.2 })
    const [{ channels, startS, samples, values }] = segmentsOf(table)
    expect([channels, startS, samples]).toEqual([['O2', 'fp1'], 0.1, 20])
    expect(close(values[20], (whole.samples?.[3][20] ?? 0) * 1e6)).toBe(true)
  })
})

describe('epochs that MNE wrote', () => {
  const due = fifCases.find((each) => each.case === 'epochs') as FifCase

  test('are segments at the times of their events', async () => {
    const source = sourceOf(due)
    const segments = segmentsOf(await read(source))
    expect(segments).toHaveLength(due.epochs?.length ?? 0)
    const events = (await fif.events?.(source)) ?? []
    expect(events.map((e) => e.label)).toEqual(due.events?.map(([, label]) => label))
    events.forEach((event, n) => {
      expect(event.onsetS).toBeCloseTo(due.events?.[n][0] ?? Number.NaN, 9)
      expect(segments[n].startS).toBeCloseTo(event.onsetS + (due.tmin ?? 0), 9)
    })
    segments.forEach(({ values, samples }, n) => {
      due.channels.forEach(({ type }, c) => {
        for (let t = 0; t < samples; t++) {
          const told = (due.epochs?.[n][c][t] ?? 0) * unitOf(type)
          if (!close(values[c * samples + t], told)) expect([n, c, t]).toEqual(told)
        }
      })
    })
  })
})

describe('what is no such file', () => {
  const bytes = () => new Uint8Array(Buffer.from(whole.files[whole.open], 'base64'))

  test('complex samples and other files are refused', async () => {
    const other = memorySource('a.fif', Buffer.from('EDF file, which begins otherwise'))
    await expect(read(other)).rejects.toThrow(/file-corrupt.*a FIF file/)
    const changed = bytes()
    const view = new DataView(changed.buffer)
    for (let at = 0; at < changed.length - 16; at += 16 + view.getInt32(at + 8)) {
      if (view.getInt32(at) === 300) view.setInt32(at + 4, 20)
    }
    await expect(read(memorySource('a.fif', changed))).rejects.toThrow(/file-corrupt.*type 20/)
  })
})
