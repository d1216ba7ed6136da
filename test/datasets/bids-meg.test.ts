import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadDataset } from '../../src/datasets/load-dataset.ts'
import { resolveDataset } from '../../src/datasets/resolve.ts'
import { withBeside } from '../../src/io/bids-describe.ts'
import { readerFor } from '../../src/io/index.ts'
import { withFile } from '../../src/io/source.ts'
import { sensorsOf } from '../../src/tables/sensors.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { writeTree } from '../fixtures/write-tree.ts'
import { type FifCase, fifCases } from '../io/fif-golden.ts'

const { open, files, channels } = fifCases.find((each) => each.case === 'single') as FifCase
const root = join(temporaryFolder(), 'meg-set')
const types = { mag: 'MEGMAG', grad: 'MEGGRADPLANAR', eeg: 'EEG', eog: 'EOG', stim: 'TRIG' }
const rows = channels.map(({ name, type }) => {
  const status = name === 'O2' ? 'bad' : 'good'
  return `${name}\t${types[type as 'mag'] ?? 'MISC'}\tn/a\t${status}`
})

writeTree(root, {
  'dataset_description.json': '{ "Name": "MEG", "BIDSVersion": "1.10.0" }',
  'sub-1/meg/sub-1_task-x_run-1_meg.fif': Buffer.from(files[open], 'base64'),
  'sub-1/meg/sub-1_task-x_split-02_meg.fif': 'of another recording',
  'sub-1/meg/sub-1_task-x_channels.tsv': `name\ttype\tunits\tstatus\n${rows.join('\n')}\n`,
  'sub-1/meg/sub-1_acq-calibration_meg.dat': 'x',
  'task-x_meg.json': '{ "PowerLineFrequency": 60, "SamplingFrequency": 200 }',
})

describe('a BIDS folder of MEG', () => {
  test('is read with what its side files say; later parts are no recordings', async () => {
    const { card, recordings } = await resolveDataset(loadDataset(`${root}/`))
    expect(card.modality).toBe('meg')
    expect(recordings.map(({ recording }) => recording)).toEqual(['sub-1_task-x_run-1_meg'])
    const [one] = recordings
    const read = await withFile(one.path, (source) => readerFor(one.path).read(source, one, {}))
    const table = await withBeside(read, one.beside ?? [])
    expect(table.meta.powerLineHz).toBe('60')
    const sensors = sensorsOf(table)
    expect(sensors['MEG 0111']).toMatchObject({ type: 'mag', frame: 'device', coil: 3024 })
    // the file marks Cz as bad, and the data set says otherwise
    expect([sensors.O2.bad, sensors.Cz.bad, sensors['MEG 0112'].type]).toEqual([
      ...[true, undefined, 'grad'],
    ])
  })
})
