import { posix } from 'node:path'
import type { Fields } from './pattern.ts'

/** Suffix and endings of the recordings of a modality in BIDS. */
const recordingNames = {
  eeg: /_eeg\.(edf|bdf)$/,
  fmri: /_bold\.nii(\.gz)?$/,
} as const

/** Entities of BIDS names by their short form, and the field they become. */
const longNames: Fields = { sub: 'subject', ses: 'session' }

/** Fields that every BIDS recording has; others (`task`, `run`, `acq`) when its name has them. */
export const bidsFields: readonly string[] = ['subject', 'session', 'run', 'task', 'entities']

/**
 * Reads the fields of a BIDS recording from its path.
 *
 * `subject` and `session` keep their prefix (`sub-01`), other entities are bare (`task`, `run`),
 * absent ones of `bidsFields` are `1`; `entities` is the name without suffix and ending, to which
 * `_events.tsv` is added. Files under `derivatives/`, `sourcedata/` and `code/` are none.
 *
 * @returns `undefined` when the path is no recording of this modality
 * @see Brain Imaging Data Structure 1.10, common principles, entities
 */
export function bidsName(path: string, modality: 'eeg' | 'fmri'): Fields | undefined {
  const name = posix.basename(path)
  if (!recordingNames[modality].test(name) || !name.startsWith('sub-')) return undefined
  if (/(^|\/)(derivatives|sourcedata|code)\//.test(path)) return undefined
  const entities = name.slice(0, name.lastIndexOf('_'))
  const fields: Record<string, string> = { session: '1', run: '1', task: '1' }
  for (const entity of entities.split('_')) {
    const match = /^([a-z]+)-([A-Za-z0-9]+)$/.exec(entity)
    if (match === null) return undefined
    const long = longNames[match[1]]
    if (long === undefined) fields[match[1]] = match[2]
    else fields[long] = entity
  }
  return { ...fields, entities }
}
