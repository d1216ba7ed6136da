import { join } from 'node:path'
import { type BidsNamed, bidsNames } from '../datasets/bids-names.ts'
import type { DatasetCard } from '../datasets/card.ts'
import { type ResolvedRecording, resolveDataset } from '../datasets/resolve.ts'
import { fail } from '../errors.ts'
import { edfContent } from '../io/edf-content.ts'
import { readerFor } from '../io/index.ts'
import { withFile } from '../io/source.ts'
import { bidsJson, bidsTable, bidsVersion } from '../io/write-bids.ts'
import { encodeEdf } from '../io/write-edf.ts'
import type { SideFile } from '../pipeline/node.ts'
import type { Pipeline } from '../pipeline/parse.ts'
import type { WriteDocument } from '../pipeline/schema.ts'
import { writeWhole } from '../store/write-whole.ts'
import { type Event, eventsOf } from '../tables/events.ts'
import type { Table } from '../tables/table.ts'
import { describingFiles } from './describing-files.ts'
import { fmriFiles } from './fmri-files.ts'
import { parcelSpace } from './parcel-space.ts'
import type { Run } from './run.ts'
import { readSide } from './side-table.ts'
import { storedTable } from './stored-table.ts'
import { versions } from './versions.ts'

/**
 * Writes what a run ends with as a BIDS derivative: `derivatives/NAME` in its folder.
 *
 * Each recording of EEG becomes an EDF+ or BDF+ file called `desc-LABEL`, with the events of the
 * recording as annotations and as `_events.tsv`, its channels, metadata and, where known, places;
 * fMRI becomes images, tables of parcels, CIFTI or GIFTI, see `fmriFiles`. The description of the
 * data set names program, version and stages. Recordings that failed are left out, and
 * those without rows: of a row a person, all but the first.
 *
 * @returns how many recordings were written
 * @throws {NeurarrowError} `arguments-invalid` for another modality than EEG and iEEG, or what EDF
 *   cannot hold; `non-finite`, `rates-differ`
 */
export async function writeDerivatives(
  { checked, rows, store }: Pick<Run, 'checked' | 'rows' | 'store'>,
  setting: WriteDocument,
  folder: string,
): Promise<number> {
  const { pipeline, card } = checked
  const { recordings, root } = await resolveDataset(card, { subjects: pipeline.subjects })
  const names = bidsNames(card, recordings)
  const keys = new Map(rows.map(({ recording, key }) => [recording, key]))
  const out = join(folder, 'derivatives', setting.derivatives)
  let written = 0
  for (const [i, recording] of recordings.entries()) {
    const key = keys.get(recording.recording)
    const table = key === undefined ? undefined : await storedTable(store, key)
    if (table === undefined || table.rows === 0) continue
    const one = { recording, named: names[i], setting, root, card, pipeline }
    const isFmri = card.modality === 'fmri'
    const files = isFmri ? await filesOfFmri(table, one) : await filesOf(table, one)
    for (const [name, bytes] of files) writeWhole(join(out, name), bytes)
    written++
  }
  for (const [name, text] of facts(card, pipeline, setting)) writeWhole(join(out, name), text)
  return written
}

function suffixOf({ modality, name }: DatasetCard): 'eeg' | 'ieeg' {
  if (modality === 'eeg' || modality === 'ieeg') return modality
  return fail('arguments-invalid', { dataset: name, found: modality, expected: 'EEG or iEEG' })
}

interface One {
  readonly recording: ResolvedRecording
  readonly named: BidsNamed
  readonly setting: WriteDocument
  readonly root: string
  readonly card: DatasetCard
  readonly pipeline: Pipeline
}

type Files = Map<string, Uint8Array>

/** Path of a recording's files up to `desc`, and where its data come from. */
function namesOf({ recording, named, setting, card }: One) {
  const stem = `${named.folder}/${named.stem}_desc-${setting.desc}`
  return { stem, task: named.task, source: `bids:${card.name}:${recording.relativePath}` }
}

function filesOfFmri(table: Table, one: One): Promise<Files> {
  const { pipeline, root, recording, setting } = one
  const space = () => parcelSpace(table, pipeline, { root, recording })
  return fmriFiles(table, { ...namesOf(one), format: setting.format, space })
}

async function filesOf(any: Table, one: One): Promise<Files> {
  const table = any as Table<'signals'>
  const { recording, setting, card } = one
  const suffix = suffixOf(card)
  const format = setting.format === 'bdf' ? 'bdf' : 'edf'
  const { events, startedAt } = await originOf(recording)
  const content = edfContent(table, { format, startedAt, events })
  const names = namesOf(one)
  const texts = describingFiles(table, { ...names, suffix, events })
  const files = [...texts].map(([name, text]) => [name, Buffer.from(text)] as const)
  return new Map([[`${names.stem}_${suffix}.${format}`, encodeEdf(content)], ...files])
}

/** The events of a recording, and when it was begun. */
async function originOf(recording: ResolvedRecording) {
  const { path, events: place } = recording
  const info = await withFile(path, (source) => readerFor(path).inspect(source))
  const events: Event[] =
    place === undefined
      ? []
      : eventsOf((await readSide(sideOf(place), recording)) as Table<'events'>)
  return { events, startedAt: 'startedAt' in info ? info.startedAt : undefined }
}

function sideOf({ expectedSha256: _, ...file }: SideFile & { expectedSha256?: string }): SideFile {
  return file as SideFile
}

function facts(card: DatasetCard, { name, stages }: Pipeline, { desc }: WriteDocument) {
  const done = stages.map(({ use, options }) => `${use} ${JSON.stringify(options)}`).join('; ')
  const { neurarrow } = versions()
  const description = bidsJson({
    Name: `${card.title}: ${name}`,
    BIDSVersion: bidsVersion,
    DatasetType: 'derivative',
    License: card.licence,
    GeneratedBy: [{ Name: 'neurarrow', Version: neurarrow, Description: done }],
    SourceDatasets: card.homepage === undefined ? undefined : [{ URL: card.homepage }],
    DatasetLinks: card.homepage === undefined ? undefined : { [card.name]: card.homepage },
  })
  const words = bidsTable(['desc_id', 'description'], [[`desc-${desc}`, done]])
  return [
    ['dataset_description.json', Buffer.from(description)],
    ['descriptions.tsv', Buffer.from(words)],
  ] as const
}
