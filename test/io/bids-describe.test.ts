import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { withBeside } from '../../src/io/bids-describe.ts'
import type { BesideFile } from '../../src/reader.ts'
import { notesOf } from '../../src/tables/note.ts'
import { sensorsOf } from '../../src/tables/sensors.ts'
import { makeSignals, segmentsOf } from '../../src/tables/signals.ts'
import { f64Of, type Table, withMeta } from '../../src/tables/table.ts'
import { makeVolumes, trOf } from '../../src/tables/volumes.ts'
import { temporaryFolder, writeFiles } from '../fixtures/recording-files.ts'
import { who } from '../fixtures/recordings.ts'

const folder = temporaryFolder()
let made = 0

function beside(as: BesideFile['as'], text: string): BesideFile {
  const name = `${++made}.${as === 'metadata' || as === 'coordsystem' ? 'json' : 'tsv'}`
  writeFiles(folder, { [name]: text })
  return { as, path: join(folder, name) }
}

const channels = ['Fp1', 'EOG', 'X']
const values = Float32Array.of(1, 2, 3, 4, 5, 6)
const table = withMeta(
  makeSignals(who, [{ channels, startS: 0, rateHz: 100, values, index: 0 }], 'uV'),
  { units: JSON.stringify({ Fp1: 'uV', EOG: 'uV', X: '' }) },
)
const rows =
  'name\ttype\tunits\tstatus\nEEG Fp1\tEEG\tuV\tbad\nEOG\tVEOG\toC\tgood\nX\tECG\tmV\tgood\n'
const describedBy = (...files: BesideFile[]) =>
  withBeside(table, files) as Promise<Table<'signals'>>
const corrupt = (facts: object) =>
  expect.objectContaining({ code: 'file-corrupt', facts: expect.objectContaining(facts) })

describe('withBeside', () => {
  test('channels.tsv gives types, bad channels and missing units', async () => {
    const out = await describedBy(beside('channels', rows))
    expect(sensorsOf(out)).toEqual({
      Fp1: { type: 'eeg', bad: true },
      EOG: { type: 'eog' },
      X: { type: 'ecg' },
    })
    expect([...segmentsOf(out)[0].values]).toEqual([1, 2, 3, 4, 5000, 6000])
    expect(JSON.parse(out.meta.units)).toEqual({ Fp1: 'uV', EOG: 'uV', X: 'uV' })
    expect(notesOf(out)).toMatchObject([{ channels: ['EOG'] }])
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('a channel that channels.tsv lacks is a mistake of it', async () => {
    const short = beside('channels', 'name\ttype\tunits\nFp1\tEEG\tuV\n')
    await expect(describedBy(short)).rejects.toThrow(corrupt({ file: short.path, channel: 'EOG' }))
  })

  test('places are in metres and in the axes of their frame', async () => {
    const places = beside('electrodes', 'name\tx\ty\tz\nFp1\t80\t20\t50\nEOG\tn/a\tn/a\tn/a\n')
    const system = (name: string, unit: string) =>
      beside('coordsystem', JSON.stringify({ EEGCoordinateSystem: name, EEGCoordinateUnits: unit }))
    const placed = async (name: string, unit: string) =>
      sensorsOf(await describedBy(places, system(name, unit)))
    expect(await placed('CTF', 'mm')).toEqual({
      Fp1: { frame: 'ras', positionM: [-0.02, 0.08, 0.05] },
    })
    expect(await placed('CapTrak', 'cm')).toEqual({
      Fp1: { frame: 'head', positionM: [0.8, 0.2, 0.5] },
    })
    expect(await placed('MNI152Lin', 'm')).toEqual({
      Fp1: { frame: 'mni', positionM: [80, 20, 50] },
    })
    expect(await placed('Pixels', 'pixels')).toEqual({})
    const noUnit = await describedBy(places, system('Other', 'n/a'))
    expect(notesOf(noUnit)).toMatchObject([{ says: 'places of electrodes are not used' }])
    await expect(placed('CTF', 'feet')).rejects.toThrow(corrupt({ member: 'EEGCoordinateUnits' }))
    expect(notesOf(await describedBy(places))).toHaveLength(1)
  })

  test('metadata become entries, nearer files override; the rate must agree', async () => {
    const far = beside('metadata', '{"PowerLineFrequency": 60, "SamplingFrequency": 100}')
    const near = beside('metadata', '{"PowerLineFrequency": 50, "EEGReference": "Cz"}')
    expect((await describedBy(far, near)).meta).toMatchObject({
      powerLineHz: '50',
      reference: 'Cz',
    })
    const wrong = beside('metadata', '{"SamplingFrequency": 250}')
    await expect(describedBy(wrong)).rejects.toThrow(
      corrupt({ file: wrong.path, member: 'SamplingFrequency', found: 250 }),
    )
  })

  test('a repetition time fills in what the image lacks, and may not contradict it', async () => {
    const grid = { shape: [1, 1, 1] as const, affine: [] }
    const volumes = (trS: number) => makeVolumes(who, grid, trS, new Float32Array(3))
    const facts = beside('metadata', '{"RepetitionTime": 1.5}')
    const filled = (await withBeside(volumes(0), [facts])) as Table<'volumes'>
    expect([trOf(filled), ...f64Of(filled, 'timeS')]).toEqual([1.5, 0, 1.5, 3])
    await expect(withBeside(volumes(2), [facts])).rejects.toThrow(corrupt({ expected: 2 }))
    const none = beside('metadata', '{"RepetitionTime": 0}')
    await expect(withBeside(volumes(0), [none])).rejects.toThrow(corrupt({ found: 0 }))
  })
})
