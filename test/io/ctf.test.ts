import { describe, expect, test } from 'vitest'
import { ctf } from '../../src/io/ctf.ts'
import type { RecordingInfo } from '../../src/reader.ts'
import { sensorsOf } from '../../src/tables/sensors.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { who } from '../fixtures/recordings.ts'
import { type CtfCase, ctfCases } from './ctf-golden.ts'
import { caseSource } from './formats-golden.ts'

const types: Readonly<Record<string, string>> = { ref_meg: 'refMeg' }
const named = (name: string) => ctfCases.filter((one) => one.case === name)[0]
const edited = (golden: CtfCase, name: string, edit: (bytes: Buffer) => Buffer) => {
  const bytes = edit(Buffer.from(golden.files[name], 'base64'))
  return caseSource({ ...golden, files: { ...golden.files, [name]: bytes.toString('base64') } })
}

describe('ctf', () => {
  test.each(ctfCases)('$case is read as MNE reads it', async (golden) => {
    const source = caseSource(golden)
    const info = (await ctf.inspect(source)) as RecordingInfo
    expect(info.channels.map(({ name }) => name)).toEqual(golden.channels.map(({ name }) => name))
    expect(info.channels.map(({ bad, name }) => (bad ? name : ''))).toEqual(
      golden.channels.map(({ name }) => (golden.bads.includes(name) ? name : '')),
    )
    const [part] = segmentsOf((await ctf.read(source, who, {})) as Table<'signals'>)
    expect(part.rateHz).toBe(golden.rateHz)
    for (const [c, wanted] of golden.channels.entries()) {
      const { type, unit, coil = 0, positionM, orientation } = info.channels[c]
      expect(type).toBe(types[wanted.type] ?? wanted.type)
      expect(coil).toBe(type === 'mag' || type === 'refMeg' ? wanted.coil : 0)
      const place = [...(positionM ?? []), ...(orientation ?? [])]
      // MNE keeps the points of .pos beside channels
      const isBeside = type === 'eeg' && golden.digitised.length > 0
      if (!isBeside) expectClose(place, wanted.place ?? [], { absolute: 1e-8, why: 'rounding' })
      const values = part.values.subarray(c * part.samples, (c + 1) * part.samples)
      const scale = unit === 'uV' ? 1e6 : 1
      const due = wanted.values.map((v) => v * scale)
      expectClose(values, due, { relative: 6e-8, why: 'f64 values rounded to f32' })
    }
    const events = (await ctf.events?.(source)) ?? []
    expect(events.map(({ label }) => label)).toEqual(golden.annotations.map(([, what]) => what))
    const onsets = events.map(({ onsetS }) => onsetS)
    const due = golden.annotations.map(([time]) => time)
    expectClose(onsets, due, { absolute: 1e-9, why: 'rounding' })
  })

  test('a span and channels across trials and files', async () => {
    const golden = named('parts, markers, bad channels')
    const wanted = { channels: ['EEG001-2622', 'MLC11-2622'], fromS: 0.2, toS: 0.6 }
    const source = caseSource(golden)
    const [part] = segmentsOf((await ctf.read(source, who, wanted)) as Table<'signals'>)
    expect(part).toMatchObject({ startS: 24 / 120, samples: 48, channels: wanted.channels })
    const whole = golden.channels[4].values.slice(24, 72)
    expectClose(part.values.subarray(48), whole, { relative: 6e-8, why: 'rounded to f32' })
    expect(await ctf.files?.(source)).toEqual([
      'sub-01_task-rest_meg.res4',
      'sub-01_task-rest_meg.1_meg4',
      'MarkerFile.mrk',
      'BadChannels',
    ])
    const sensors = sensorsOf(await ctf.read(source, who, {}))
    expect(sensors['MRT33-2622']).toMatchObject({ type: 'mag', bad: true, frame: 'device' })
  })

  test('places of .pos are those that MNE gives its points', async () => {
    const golden = named('electrodes that are digitised')
    const { channels } = (await ctf.inspect(caseSource(golden))) as RecordingInfo
    const [first, none, last] = channels.slice(-3)
    expect(first).toMatchObject({ name: 'EEG060-2622', frame: 'head' })
    expect(none.positionM).toBeUndefined()
    const found = [first, last].flatMap(({ positionM }) => positionM ?? [])
    expectClose(found, golden.digitised.slice(0, 2).flat(), { absolute: 1e-8, why: 'rounding' })
  })

  test('files of places belong to the recording; without coils there are none', async () => {
    const golden = named('electrodes in a file')
    const stem = golden.open.replace('.meg4', '')
    const beside = [`${stem}.res4`, `${stem}.hc`, `${stem}.eeg`]
    expect(await ctf.files?.(caseSource(golden))).toEqual(beside)
    const { [`${stem}.hc`]: _, ...files } = golden.files
    const info = (await ctf.inspect(caseSource({ ...golden, files }))) as RecordingInfo
    expect(info.channels.every(({ frame }) => frame !== 'head')).toBe(true)
    expect(info.warnings).toEqual([
      `places of electrodes are left out: no head coils in ${stem}.hc`,
    ])
    const wrong = edited(golden, `${stem}.eeg`, (bytes) => bytes.subarray(0, 15))
    await expect(ctf.read(wrong, who, {})).rejects.toMatchObject({
      code: 'file-corrupt',
      facts: { file: `${stem}.eeg`, line: 1 },
    })
  })

  test('a trial that is not whole is a truncated file', async () => {
    const golden = named('one file')
    const source = edited(golden, golden.open, (bytes) => bytes.subarray(0, 3000))
    const facts = { byte: 3000, expected: 8 + 3 * 30 * 10 * 4 }
    expect(await ctf.inspect(source)).toMatchObject({ truncated: facts })
    await expect(ctf.read(source, who, {})).rejects.toMatchObject({ code: 'file-truncated', facts })
  })

  test('without its header, or with another, it ends', async () => {
    const golden = named('one file')
    const [header] = Object.keys(golden.files)
    const alone = caseSource({ ...golden, files: { [golden.open]: golden.files[golden.open] } })
    await expect(ctf.inspect(alone)).rejects.toMatchObject({ code: 'file-missing' })
    const short = edited(golden, header, (bytes) => bytes.subarray(0, 3000))
    await expect(ctf.inspect(short)).rejects.toMatchObject({ code: 'file-truncated' })
    const wrong = edited(golden, header, (bytes) => bytes.fill(0, 1288, 1292))
    await expect(ctf.inspect(wrong)).rejects.toMatchObject({
      code: 'file-corrupt',
      facts: { file: header, byte: 1288 },
    })
  })
})
