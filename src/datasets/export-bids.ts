import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fail } from '../errors.ts'
import { readParticipants } from '../io/bids.ts'
import { readerFor } from '../io/index.ts'
import { withFile } from '../io/source.ts'
import {
  bidsJson,
  bidsTable,
  bidsVersion,
  channelsText,
  eegText,
  eventsText,
} from '../io/write-bids.ts'
import { type BidsNamed, bidsNames, subjectIds } from './bids-names.ts'
import type { DatasetCard } from './card.ts'
import type { ResolvedDataset, ResolvedRecording } from './resolve.ts'

/** What was written. */
export interface ExportedBids {
  readonly subjects: number
  readonly recordings: number
  readonly files: number
}

/** How a data set is exported. */
export interface ExportOptions {
  /** The folder that is made; it may not exist or must be empty. */
  readonly out: string
  /** Name and version of the program, for `GeneratedBy`. */
  readonly version: string
  readonly onProgress?: (done: number, of: number) => void
}

/**
 * Makes a BIDS folder of an EEG data set. Recordings are copied byte for byte under their new
 * names; what is beside them follows from their headers and from the card.
 *
 * `participants.tsv` has all columns of the card's
 * participants file under the names of its labels, or in small letters with `_`. A label has
 * letters and digits only; of `Subject07` and the like the digits are kept.
 *
 * @throws {NeurarrowError} `arguments-invalid` for another modality, two recordings that would get
 *   one name, or a folder that is not empty; what stands in the way of reading
 */
export async function exportBids(
  { card, root, recordings }: ResolvedDataset,
  { out, version, onProgress }: ExportOptions,
): Promise<ExportedBids> {
  const endings = /^\.(edf|bdf)$/i
  const other = recordings.find(({ path }) => !endings.test(extname(path)))
  if (card.modality !== 'eeg' || other !== undefined) {
    const found = other?.relativePath ?? card.modality
    fail('arguments-invalid', { dataset: card.name, found, expected: 'EEG in EDF or BDF' })
  }
  if (existsSync(join(out, 'dataset_description.json'))) {
    fail('arguments-invalid', { folder: out, expected: 'a folder without a data set' })
  }
  const ids = subjectIds(recordings.map(({ subject }) => subject))
  const names = bidsNames(card, recordings)
  let files = 0
  const write = (inside: string, text: string) => {
    mkdirSync(dirname(join(out, inside)), { recursive: true })
    writeFileSync(join(out, inside), text)
    files++
  }
  for (const [i, recording] of recordings.entries()) {
    files += await writeRecording(recording, join(out, names[i].folder), names[i])
    onProgress?.(i + 1, recordings.length)
  }
  const people = await participantsText(card, root, ids)
  write('participants.tsv', people.text)
  write('participants.json', bidsJson(people.described))
  write('README', readmeText(card))
  write('dataset_description.json', descriptionText(card, version))
  return { subjects: ids.size, recordings: recordings.length, files }
}

/** @returns how many files were written */
async function writeRecording(
  { path, events: place }: ResolvedRecording,
  folder: string,
  { stem, task }: BidsNamed,
): Promise<number> {
  const reader = readerFor(path)
  const { info, events } = await withFile(path, async (source) => {
    const info = await reader.inspect(source)
    const asked = place?.from === 'annotations' && reader.events
    return { info, events: asked ? ((await reader.events?.(source)) ?? []) : [] }
  })
  if (!('channels' in info)) return fail('internal', { path, expected: 'a recording' })
  mkdirSync(folder, { recursive: true })
  const at = (end: string) => join(folder, `${stem}_${end}`)
  copyFileSync(path, at(`eeg${extname(path).toLowerCase()}`))
  writeFileSync(at('eeg.json'), eegText(info, task))
  writeFileSync(at('channels.tsv'), channelsText(info.channels))
  if (events.length > 0) writeFileSync(at('events.tsv'), eventsText(events))
  return events.length > 0 ? 4 : 3
}

async function participantsText(card: DatasetCard, root: string, ids: ReadonlyMap<string, string>) {
  const path = card.participants && join(root, card.participants.path)
  const people = path === undefined ? undefined : await withFile(path, readParticipants)
  const columns = [...new Set([...(people?.values() ?? [])].flatMap(Object.keys))]
  const labels = Object.entries(card.labels)
  const nameOf = (column: string) => {
    const own = labels.find(([, rule]) => 'participants' in rule && rule.participants === column)
    return own?.[0] ?? column.toLowerCase().replace(/\W+/g, '_')
  }
  const rows = [...ids].map(([subject, id]) => {
    const facts = people?.get(subject) ?? {}
    return [`sub-${id}`, ...columns.map((column) => facts[column])]
  })
  const described = columns.map((column) => {
    return [nameOf(column), { Description: `${column}, as the original data set has it` }]
  })
  return {
    text: bidsTable(['participant_id', ...columns.map(nameOf)], rows),
    described: Object.fromEntries(described) as Record<string, unknown>,
  }
}

function readmeText({ title, description, homepage, cite, notes }: DatasetCard): string {
  const from = homepage === undefined ? [] : [`Original data set: ${homepage}`]
  return `${[title, description, ...from, ...cite, ...notes].filter((line) => line).join('\n\n')}\n`
}

function descriptionText({ title, licence, cite, homepage }: DatasetCard, version: string): string {
  return bidsJson({
    Name: title,
    BIDSVersion: bidsVersion,
    DatasetType: 'raw',
    License: licence,
    ReferencesAndLinks: cite,
    GeneratedBy: [{ Name: 'neurarrow', Version: version, Description: 'neurarrow convert --bids' }],
    SourceDatasets: homepage === undefined ? undefined : [{ URL: homepage }],
  })
}
