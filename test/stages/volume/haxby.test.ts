import { describe, expect, test } from 'vitest'
import { loadCard } from '../../../src/datasets/card.ts'
import { type ResolvedRecording, resolveDataset } from '../../../src/datasets/resolve.ts'
import { readEvents } from '../../../src/io/bids.ts'
import { nifti } from '../../../src/io/nifti.ts'
import { withFile } from '../../../src/io/source.ts'
import { detrend } from '../../../src/stages/signal/detrend.ts'
import { standardize } from '../../../src/stages/signal/standardize.ts'
import { mask } from '../../../src/stages/volume/mask.ts'
import { volumeLabels } from '../../../src/stages/volume/volume-labels.ts'
import { makeEvents } from '../../../src/tables/events.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { meanScan } from '../../../src/tables/mean-scan.ts'
import { i32Of, type Table, wordsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { sharedData } from '../../shared-data.ts'
import { golden } from './example-volumes.ts'

interface Run {
  window: number[]
  event: string[]
  row: number[]
}

const none = { tables: {}, seed: 0 }
const scansOf = (run: ResolvedRecording) => withFile(run.path, (s) => nifti.read(s, run, {}))

/** The stages of pipelines/haxby-lda.yaml on one run. */
async function rowsOf(run: ResolvedRecording, first: Table): Promise<Table<'features'>> {
  const tables = { mean: meanScan(first as Table<'volumes'>) }
  const above = mask.options.parse({ meanAbove: 0 })
  const voxels = await mask.run(await scansOf(run), above, { tables, seed: 0 })
  const flat = await detrend.run(voxels, detrend.options.parse({ order: 'linear' }), none)
  const over = standardize.options.parse({ over: 'recording' })
  const even = standardize.apply(flat, standardize.fit(flat, over, none), over)
  const events = makeEvents(run, await withFile(run.events?.path ?? '', (s) => readEvents(s)))
  const labels = volumeLabels.options.parse({})
  const rows = await volumeLabels.run(even, labels, { tables: { events }, seed: 0 })
  return rows as Table<'features'>
}

describe.skipIf(!sharedData)('volume stages on haxby2001', () => {
  test('864 volumes of 530 voxels, as nibabel and SciPy make them', async () => {
    const expected = golden<{ rows: number; voxels: string[]; first: Run; last: Run }>('haxby.json')
    const card = loadCard('haxby2001')
    const { recordings } = await resolveDataset(card, { dataRoots: [sharedData ?? ''] })
    const first = await scansOf(recordings[0])
    const runs = await Promise.all(recordings.map((run) => rowsOf(run, first)))
    expect(runs.reduce((sum, { rows }) => sum + rows, 0)).toBe(expected.rows)
    expect(expected.rows).toBe(864)
    for (const [run, { window, event, row }] of [
      [runs[0], expected.first],
      [runs[11], expected.last],
    ] as const) {
      expect(JSON.parse(run.meta.names)).toEqual(expected.voxels)
      expect([...i32Of(run, 'window')]).toEqual(window)
      expect(wordsOf(run, 'event')).toEqual(event)
      const { values, cols } = matrixOf(run)
      const why = 'samples are kept as f32 between stages'
      expectClose(values.subarray(values.length - cols), row, { relative: 1e-5, why })
    }
  })
})
