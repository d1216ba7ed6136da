import { existsSync, readFileSync } from 'node:fs'
import { basename, join, posix, resolve } from 'node:path'
import { fail } from '../errors.ts'
import { parseJsonObject } from '../io/json.ts'
import { parseTsv, type Tsv } from '../io/tsv.ts'
import { reservedColumns } from '../tables/kind.ts'
import { type BidsModality, bidsName, bidsParts } from './bids-name.ts'
import { bidsPaths } from './bids-paths.ts'
import type { DatasetCard } from './card.ts'
import { type CardFacts, cardSchema } from './card-schema.ts'
import type { BidsReference } from './dataset-reference.ts'

const modalities: Readonly<Record<NonNullable<BidsReference['suffix']>, BidsModality>> = {
  eeg: 'eeg',
  meg: 'meg',
  ieeg: 'ieeg',
  bold: 'fmri',
}

/** Entities that are columns of their own, or no fact about a recording. */
const notLabels: readonly string[] = ['sub', 'ses', 'run', 'split']

/**
 * Makes the card of a BIDS folder.
 *
 * Its name is that of the folder; title, licence, DOI and authors' wish for citation are those of
 * `dataset_description.json`. Labels are the entities that names of recordings have (`task`,
 * `acq`, ...; `n/a` where one lacks it) and the columns of `participants.tsv` that say anything,
 * with `_` for characters that a label name cannot have and `participant_` in front of a name that
 * is taken. Events are `_events.tsv`, or the annotations of a recording without such a file.
 *
 * @param places where the folder may lie; the first that is there counts
 * @throws {NeurarrowError} `dataset-incomplete` without the folder (unless the reference says what
 *   is recorded), its description or any recording; `dataset-invalid` when it holds several
 *   modalities and the reference names none; `file-corrupt` with line and column
 */
export function bidsCard(reference: BidsReference, places: readonly string[]): DatasetCard {
  const root = resolve(places[0])
  const file = join(root, 'dataset_description.json')
  const name = slugOf(basename(root))
  const named = reference.suffix && modalities[reference.suffix]
  const modality = named ?? (reference.ending && 'fmri')
  if (!existsSync(root) && modality !== undefined) {
    const head = { name, title: name, licence: 'unknown' }
    return { ...checked(file, { ...head, modality, ...ruleOf(reference) }), file, root }
  }
  if (!existsSync(file)) {
    const remedy = 'a BIDS data set has a dataset_description.json in its folder'
    fail('dataset-incomplete', {
      dataset: reference.bids,
      lookedIn: places,
      missing: [file],
      remedy,
    })
  }
  const described = parseJsonObject(readFileSync(file, 'utf8'), file)
  const base = reference.derivatives?.replace(/\/$/, '') ?? ''
  const inside = bidsPaths(root).filter((path) => base === '' || path.startsWith(`${base}/`))
  const paths = inside.map((path) => (base === '' ? path : path.slice(base.length + 1)))
  const recorded = modality ?? modalityOf(paths, file)
  return {
    ...checked(file, {
      name,
      ...factsOf(described, name),
      modality: recorded,
      ...ruleOf(reference),
      ...labelsOf(root, paths, recorded, reference.ending),
    }),
    file,
    root,
  }
}

function slugOf(folder: string): string {
  const slug = folder.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return slug.replace(/^-+|-+$/g, '') || 'bids'
}

function ruleOf({ where, derivatives, ending, events, confounds }: BidsReference) {
  const part = derivatives === undefined && ending === undefined
  return {
    recordings: { bids: part ? true : { derivatives, ending }, where },
    events: { bids: true, ...(events === undefined ? {} : { label: events }) },
    confounds: confounds === undefined ? {} : { columns: confounds },
  }
}

function checked(file: string, facts: Record<string, unknown>): CardFacts {
  const parsed = cardSchema.safeParse(facts)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  return fail('dataset-invalid', { file, issues })
}

/** Title, licence and citations, as far as the description has them. */
function factsOf(described: Readonly<Record<string, unknown>>, name: string) {
  const text = (key: string) => {
    const value = described[key]
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
  }
  const title = text('Name')
  const doi = text('DatasetDOI')
  const cite = [doi?.replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:)?/i, 'doi:')]
  return {
    title: title ?? name,
    licence: text('License') ?? 'unknown',
    cite: [...cite, text('HowToAcknowledge')].filter((word) => word !== undefined),
    aliases: title === undefined || title === name ? [] : [title],
  }
}

function modalityOf(paths: readonly string[], file: string): BidsModality {
  const found = Object.entries(modalities).filter(([, modality]) =>
    paths.some((path) => bidsName(path, modality) !== undefined),
  )
  if (found.length === 1) return found[0][1]
  const suffixes = found.map(([suffix]) => suffix)
  if (suffixes.length > 1) {
    fail('dataset-invalid', { file, found: suffixes, remedy: 'choose one of them by `suffix`' })
  }
  const remedy = 'no file below it is named as a recording of EEG, MEG, iEEG or BOLD'
  return fail('dataset-incomplete', { dataset: posix.dirname(file), recordings: 0, remedy })
}

function labelsOf(root: string, paths: readonly string[], modality: BidsModality, ending?: string) {
  const names = paths.filter((path) => bidsName(path, modality, ending) !== undefined)
  const entities = names.flatMap((path) =>
    Object.keys(bidsParts(posix.basename(path))?.entities ?? {}),
  )
  const ofNames = [...new Set(entities)].filter((key) => !notLabels.includes(key))
  const labels: Record<string, unknown> = {}
  for (const key of ofNames) labels[key] = { from: key }
  const file = join(root, 'participants.tsv')
  if (!existsSync(file)) return { labels }
  const tsv = parseTsv(readFileSync(file, 'utf8'), file)
  for (const column of columnsWithFacts(tsv)) {
    const word = column.replace(/\W/g, '_').replace(/^(?=[^A-Za-z])/, 'participant_')
    const isTaken = word in labels || reservedColumns.includes(word)
    labels[isTaken ? `participant_${word}` : word] = { participants: column }
  }
  return { labels, participants: { path: 'participants.tsv' } }
}

function columnsWithFacts({ columns, rows }: Tsv): string[] {
  const says = (cell: string) => !['', 'n/a'].includes(cell.trim())
  return columns.filter(
    (column, i) => column !== 'participant_id' && rows.some((cells) => says(cells[i])),
  )
}
