import { posix } from 'node:path'
import type { Fields } from './pattern.ts'

/** What was recorded: decides which files of a BIDS folder are recordings. */
export type BidsModality = 'eeg' | 'ieeg' | 'meg' | 'fmri'

/** Suffix and endings of the recordings of a modality in BIDS. */
const recordingNames: Readonly<Record<BidsModality, RegExp>> = {
  eeg: /_eeg\.(edf|bdf|vhdr|set|fif)$/i,
  ieeg: /_ieeg\.(edf|bdf|vhdr|set|fif|nwb)$/i,
  meg: /_meg\.(fif|meg4|con|sqd|kdf)$/i,
  fmri: /_bold\.nii(\.gz)?$/i,
}

/** Entities of BIDS names by their short form, and the field they become. */
const longNames: Fields = { sub: 'subject', ses: 'session' }

/** Fields that every BIDS recording has; others (`task`, `run`, `acq`) when its name has them. */
export const bidsFields: readonly string[] = ['subject', 'session', 'run', 'task', 'entities']

/** Short forms of the entities that names of recordings may have. */
export const bidsEntities: readonly string[] = [
  ...['sub', 'ses', 'sample', 'task', 'tracksys', 'acq', 'ce', 'rec', 'dir', 'run', 'echo', 'part'],
  ...['proc', 'hemi', 'space', 'split', 'recording', 'chunk', 'res', 'den', 'label', 'desc'],
]

/** A BIDS file name in its parts: entities by their short form, then suffix and ending. */
export interface BidsParts {
  readonly entities: Fields
  /** `eeg`, `events`, `channels`, ... */
  readonly suffix: string
  /** With the dot: `.tsv`, `.nii.gz`. */
  readonly ending: string
}

/**
 * Takes a BIDS file name apart.
 *
 * @returns `undefined` when a part is no entity (`key-value`), or an entity comes twice
 * @see Brain Imaging Data Structure 1.10, common principles, file names
 */
export function bidsParts(name: string): BidsParts | undefined {
  const dot = name.indexOf('.')
  const words = name.slice(0, dot < 0 ? undefined : dot).split('_')
  const suffix = words.pop() ?? ''
  const entities: Record<string, string> = {}
  for (const word of words) {
    const match = /^([a-z]+)-([A-Za-z0-9+]+)$/.exec(word)
    if (match === null || match[1] in entities) return undefined
    entities[match[1]] = match[2]
  }
  return { entities, suffix, ending: dot < 0 ? '' : name.slice(dot) }
}

/**
 * Reads the fields of a BIDS recording from its path.
 *
 * `subject` and `session` keep their prefix (`sub-01`), other entities are bare (`task`, `run`),
 * absent ones of `bidsFields` are `1`; `entities` is the name without suffix and ending, to which
 * `_events.tsv` is added. Files under `derivatives/`, `sourcedata/` and `code/` are none, and of a
 * recording in several files (`split-01`, `split-02`) only the first is one.
 *
 * @param ending of fMRI on surfaces, as BIDS derivatives have it: `.dtseries.nii`
 * @returns `undefined` when the path is no recording of this modality
 * @see Brain Imaging Data Structure 1.10, common principles, entities
 */
export function bidsName(
  path: string,
  modality: BidsModality,
  ending?: string,
): Fields | undefined {
  const name = posix.basename(path)
  const isRecording =
    ending === undefined
      ? recordingNames[modality].test(name)
      : name.endsWith(`_bold${ending}`) || name.endsWith(`_timeseries${ending}`)
  if (!isRecording || !name.startsWith('sub-')) return undefined
  if (/(^|\/)(derivatives|sourcedata|code)\//.test(path)) return undefined
  const parts = bidsParts(name)
  if (parts === undefined || Number(parts.entities.split ?? 1) !== 1) return undefined
  const fields: Record<string, string> = { session: '1', run: '1', task: '1' }
  for (const [key, value] of Object.entries(parts.entities)) {
    const long = longNames[key]
    if (long === undefined) fields[key] = value
    else fields[long] = `${key}-${value}`
  }
  return { ...fields, entities: name.slice(0, name.lastIndexOf('_')) }
}
