import { describe, expect, test } from 'vitest'
import { eeglab } from '../../src/io/eeglab.ts'
import { memorySource } from '../../src/io/source.ts'
import type { RecordingInfo } from '../../src/reader.ts'
import { sensorsOf } from '../../src/tables/sensors.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'
import { caseSource, expectAsMne, expectPlacesAsMne, formatCases } from './formats-golden.ts'

const cases = formatCases('eeglab')
const named = (name: string) => caseSource(cases.filter((one) => one.case === name)[0])
const read = async (name: string, options = {}) =>
  segmentsOf((await eeglab.read(named(name), who, options)) as Table<'signals'>)

describe('eeglab', () => {
  test.each(cases)('$case is read as MNE reads it', async (golden) => {
    const info = await expectAsMne(golden)
    expect(info.warnings).toEqual([])
    // MNE gives epochs without places
    if (!golden.case.startsWith('epochs')) expectPlacesAsMne(info, golden)
  })

  test('an array of version 7.3 is read where it is wanted, across chunks', async () => {
    const [golden] = formatCases('eeglab-long')
    const source = caseSource(golden)
    const wanted = { channels: ['ECG', 'Cz'], fromS: 35.005, toS: 80 }
    const [part] = segmentsOf((await eeglab.read(source, who, wanted)) as Table<'signals'>)
    const first = Math.ceil(35.005 * 128)
    expect(part).toMatchObject({ startS: first / 128, samples: 80 * 128 - first })
    const expected = [3, 1].flatMap((c) =>
      Array.from({ length: part.samples }, (_, i) => 1000 * c + ((first + i) % 97)),
    )
    expect([...part.values]).toEqual(expected)
  })

  test('types are those of the file, else those that names tell', async () => {
    const { channels } = (await eeglab.inspect(named('floats inside'))) as RecordingInfo
    expect(channels.map(({ type }) => type)).toEqual(['eeg', 'eeg', 'eog', 'ecg'])
    const { Cz, ECG } = sensorsOf(await eeglab.read(named('compressed'), who, {}))
    expect(Cz).toMatchObject({ type: 'eeg', frame: 'ras' })
    expect(ECG).toEqual({ type: 'ecg' })
  })

  test('a boundary begins a segment, between the samples it lies between', async () => {
    const parts = await read('floats in fdt', { channels: ['Cz'] })
    expect(parts.map(({ startS, samples }) => [startS, samples])).toEqual([
      [0, 16],
      [16 / 128, 17],
    ])
  })

  test('trials are segments, one after the other in time', async () => {
    const parts = await read('epochs in fdt')
    expect(parts.map(({ startS, samples, index }) => [startS, samples, index])).toEqual([
      [0, 11, 0],
      [11 / 128, 11, 1],
      [22 / 128, 11, 2],
    ])
    expect(((await eeglab.inspect(named('epochs in fdt'))) as RecordingInfo).format).toBe(
      'EEGLAB, 3 trials',
    )
  })

  test('a span takes whole samples', async () => {
    const [whole] = await read('floats inside', { channels: ['Cz'] })
    const [part] = await read('floats inside', { channels: ['EEG cz'], fromS: 0.03, toS: 0.1 })
    expect(part.startS).toBe(4 / 128)
    expect(part.values).toEqual(whole.values.subarray(4, 13))
  })

  test('the samples beside it belong to it, also after renaming', async () => {
    expect(await eeglab.files?.(named('floats in fdt'))).toEqual(['made.fdt'])
    expect(await eeglab.files?.(named('floats inside'))).toEqual([])
    const [golden] = cases.filter((one) => one.case === 'floats in fdt')
    const bytes = (name: string) => new Uint8Array(Buffer.from(golden.files[name], 'base64'))
    const files = { 'new.set': bytes('made.set'), 'new.fdt': bytes('made.fdt') }
    const source = memorySource('new.set', files['new.set'], files)
    const info = (await eeglab.inspect(source)) as RecordingInfo
    expect(info.warnings).toEqual(['there is no made.fdt; new.fdt is read'])
    const alone = memorySource('new.set', files['new.set'])
    await expect(eeglab.read(alone, who, {})).rejects.toMatchObject({ code: 'file-missing' })
  })

  test('fewer samples than stated are a truncated file', async () => {
    const [golden] = cases.filter((one) => one.case === 'floats in fdt')
    const short = Buffer.from(golden.files['made.fdt'], 'base64').subarray(0, 500)
    const files = { ...golden.files, 'made.fdt': short.toString('base64') }
    const source = caseSource({ ...golden, files })
    const expected = { byte: 500, expected: 4 * 33 * 4 }
    expect(await eeglab.inspect(source)).toMatchObject({ truncated: expected })
    await expect(eeglab.read(source, who, {})).rejects.toMatchObject({
      code: 'file-truncated',
      facts: { file: 'made.fdt', ...expected },
    })
  })
})
