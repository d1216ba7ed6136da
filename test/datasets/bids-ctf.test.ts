import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadDataset } from '../../src/datasets/load-dataset.ts'
import { resolveDataset } from '../../src/datasets/resolve.ts'
import { withBeside } from '../../src/io/bids-describe.ts'
import { readerFor } from '../../src/io/index.ts'
import { withFile } from '../../src/io/source.ts'
import { sensorsOf } from '../../src/tables/sensors.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { writeTree } from '../fixtures/write-tree.ts'
import { ctfCases } from '../io/ctf-golden.ts'

const [{ files, channels }] = ctfCases.filter((each) => each.case.startsWith('parts'))
const root = join(temporaryFolder(), 'ctf-set')
const kinds: Readonly<Record<string, string>> = {
  ...{ mag: 'MEGGRADAXIAL', ref_meg: 'MEGREFMAG', eeg: 'EEG', stim: 'TRIG' },
}
const rows = channels.map(({ name, type }) => {
  return `${name}\t${kinds[type] ?? 'MISC'}\tn/a\t${name.startsWith('EEG') ? 'bad' : 'good'}`
})
const folder = 'sub-01/meg/sub-01_task-rest_meg.ds'
const own = Object.entries(files).map(([name, text]) => {
  return [`${folder}/${name}`, Buffer.from(text, 'base64')] as const
})

writeTree(root, {
  'dataset_description.json': '{ "Name": "CTF", "BIDSVersion": "1.10.0" }',
  ...Object.fromEntries(own),
  [`${folder}/hz.ds/hz.meg4`]: 'head positions, no recording',
  'sub-01/meg/sub-01_task-rest_channels.tsv': `name\ttype\tunits\tstatus\n${rows.join('\n')}\n`,
  'sub-01/meg/sub-01_coordsystem.json':
    '{ "MEGCoordinateSystem": "CTF", "MEGCoordinateUnits": "cm" }',
  'task-rest_meg.json': '{ "PowerLineFrequency": 50, "SamplingFrequency": 120 }',
})

describe('a BIDS folder of CTF recordings', () => {
  test('has a recording for each .ds folder, with what lies beside it', async () => {
    const { card, recordings } = await resolveDataset(loadDataset(`${root}/`))
    expect(card.modality).toBe('meg')
    expect(recordings.map(({ recording }) => recording)).toEqual(['sub-01_task-rest_meg'])
    const [one] = recordings
    const read = await withFile(one.path, (source) => readerFor(one.path).read(source, one, {}))
    const table = await withBeside(read, one.beside ?? [])
    expect(table.meta.powerLineHz).toBe('50')
    expect(segmentsOf(table as Table<'signals'>)[0]).toMatchObject({ samples: 90, rateHz: 120 })
    const sensors = sensorsOf(table)
    expect(sensors['MLC11-2622']).toMatchObject({ frame: 'device', coil: 5001 })
    expect(sensors['EEG001-2622']).toMatchObject({ type: 'eeg', bad: true })
  })
})
