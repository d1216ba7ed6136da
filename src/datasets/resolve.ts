import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../errors.ts'
import type { BesideFile } from '../reader.ts'
import type { Recording } from '../tables/keys.ts'
import { atlasFile } from './atlas.ts'
import { bidsPaths } from './bids-paths.ts'
import { type DatasetCard, listedFiles } from './card.ts'
import { dataRoots, filesBelow, findFolder } from './folder.ts'
import { generatedFiles, makeGenerated } from './generate.ts'
import { participantsOf } from './participants.ts'
import { fillTemplate, insidePath } from './pattern.ts'
import { requirePresent } from './presence.ts'
import { type NamedRecording, recordingsOf } from './recordings.ts'
import { chooseSubjects } from './subjects.ts'
import type { ListedFile } from './sums.ts'

/** Where the events of a recording come from. */
export type EventsPlace =
  | { readonly from: 'annotations'; readonly path: string }
  | {
      readonly from: 'events'
      readonly path: string
      /** Column of the labels; `trial_type`, else `value`, without it. */
      readonly label?: string
      readonly expectedSha256?: string
    }

/** Where the confounds of a recording come from. */
export interface ConfoundsPlace {
  readonly from: 'confounds'
  readonly path: string
  /** Names of the columns when the file has no header. */
  readonly columns?: readonly string[]
  readonly expectedSha256?: string
}

/** A recording of a data set with the places of its files; paths are absolute. */
export interface ResolvedRecording extends Recording {
  readonly path: string
  /** Inside the folder of the data set, with `/`. */
  readonly relativePath: string
  /** As the card lists it; absent when the card lists no files. */
  readonly expectedSha256?: string
  readonly events?: EventsPlace
  readonly confounds?: ConfoundsPlace
  /** Of a BIDS recording: the files that describe it. */
  readonly beside?: readonly BesideFile[]
  /** What `{names}` in paths of images stand for. */
  readonly fields: Readonly<Record<string, string>>
}

/** A data set found on disk, or the chosen part of it. */
export interface ResolvedDataset {
  readonly card: DatasetCard
  /** Folder of its files. */
  readonly root: string
  /** In the order of the card: by subject, session, run, as people order names. */
  readonly recordings: readonly ResolvedRecording[]
}

/** What of a data set is wanted, and where it may lie. */
export interface ResolveOptions {
  /** A name, a list `A,B`, a range `A..B`, or an array of these; all without it. */
  readonly subjects?: string | readonly string[]
  /** Folders that hold data sets by name; those of the environment without it. */
  readonly dataRoots?: readonly string[]
  /** Whether files may be absent, for plans that read nothing; a generated set is then not made. */
  readonly allowAbsent?: boolean
  readonly onProgress?: (done: number, of: number) => void
  readonly signal?: AbortSignal
}

/**
 * Finds the recordings of a data set on disk; a generated set is made when it is not there.
 *
 * With a selection only the files of the selected subjects need to be there. Hashes are not
 * computed here: `expectedSha256` says what the card lists.
 *
 * @throws {NeurarrowError} `dataset-incomplete` naming what is missing and what helps,
 *   `dataset-counts`, `arguments-invalid` for an unknown subject, `dataset-invalid`
 */
export async function resolveDataset(
  card: DatasetCard,
  options: ResolveOptions = {},
): Promise<ResolvedDataset> {
  const roots = options.dataRoots ?? dataRoots()
  const root = await rootOf(card, roots, options)
  const listed = listedFiles(card) ?? generatedFiles(card)
  const below = card.recordings.bids === undefined ? filesBelow : bidsPaths
  const paths = listed?.map(({ path }) => path) ?? (existsSync(root) ? below(root) : [])
  const participants = await participantsOf(card, root, options.allowAbsent)
  const all = recordingsOf(card, paths, participants)
  const chosen = new Set(chooseSubjects([...new Set(all.map((r) => r.subject))], options.subjects))
  const recordings = all.filter(({ subject }) => chosen.has(subject))
  if (listed !== undefined || options.subjects === undefined) checkCounts(card, all)
  if (!options.allowAbsent) requirePresent({ card, root, paths, all, recordings })
  const files = new Map((listed ?? []).map((file) => [file.path, file]))
  return { card, root, recordings: recordings.map((named) => place(card, root, named, files)) }
}

/**
 * The absolute path of a file that a pipeline names (a mask, an atlas) for one recording.
 *
 * @param template path inside the folder of the data set; may hold `{subject}` and other fields; or
 *   `atlas:NAME`, the image of an atlas that has a card
 * @throws {NeurarrowError} `stage-options` for an unknown field or a path that leaves the folder,
 *   `file-missing`, and as `atlasFile`
 */
export function datasetFile(root: string, template: string, recording: ResolvedRecording): string {
  const ofAtlas = atlasFile(template)
  if (ofAtlas !== undefined) return ofAtlas.path
  const path = join(root, insideOrFail(template, recording))
  if (!existsSync(path)) fail('file-missing', { file: path, recording: recording.recording })
  return path
}

function insideOrFail(template: string, { fields }: ResolvedRecording): string {
  try {
    return insidePath(fillTemplate(template, fields))
  } catch (cause) {
    const facts = { path: template, fields: Object.keys(fields) }
    return fail('stage-options', { ...facts, expected: 'a path inside the data set' }, cause)
  }
}

async function rootOf(
  card: DatasetCard,
  roots: readonly string[],
  options: ResolveOptions,
): Promise<string> {
  if (card.root !== undefined && (options.allowAbsent || existsSync(card.root))) return card.root
  const found = card.root === undefined ? findFolder(card.name, roots) : undefined
  if (card.source?.generate !== undefined && !options.allowAbsent) {
    return makeGenerated(card, found === undefined ? roots : [join(found, '..')], options)
  }
  if (found !== undefined || options.allowAbsent) return found ?? join(roots[0], card.name)
  const remedy = fetchRemedy(card)
  return fail('dataset-incomplete', { dataset: card.name, lookedIn: roots, remedy })
}

function fetchRemedy({ name, source, homepage }: DatasetCard): string {
  if (source === undefined) return `put the files into a folder ${name} of one of these`
  const local = `\`neurarrow fetch ${name} --from DIR\` takes it from a folder`
  if (source.url !== undefined || source.files?.every((file) => file.url)) {
    return `\`neurarrow fetch ${name}\` downloads it, ${local}`
  }
  return homepage === undefined ? local : `${local}; it can be found at ${homepage}`
}

function checkCounts(card: DatasetCard, all: readonly NamedRecording[]): void {
  const { subjects, recordings } = card.expect
  const found = { subjects: new Set(all.map((r) => r.subject)).size, recordings: all.length }
  const differs =
    (subjects ?? found.subjects) !== found.subjects ||
    (recordings ?? found.recordings) !== found.recordings
  if (differs)
    fail('dataset-counts', { dataset: card.name, expected: { subjects, recordings }, found })
}

function place(
  card: DatasetCard,
  root: string,
  named: NamedRecording,
  files: ReadonlyMap<string, ListedFile>,
): ResolvedRecording {
  const { subject, session, run, recording, labels, relativePath, fields, beside } = named
  const path = join(root, relativePath)
  const sumOf = (inside: string) => ({ expectedSha256: files.get(inside)?.sha256 })
  const at = (inside: string) => ({ path: join(root, inside), ...sumOf(inside) })
  const { eventsPath, confoundsPath } = named
  const { confounds } = card
  return {
    ...{ subject, session, run, recording, labels, path, relativePath, fields },
    ...sumOf(relativePath),
    events: eventsPlace(card, path, eventsPath === undefined ? undefined : at(eventsPath)),
    confounds:
      confounds && confoundsPath !== undefined
        ? { from: 'confounds', columns: confounds.columns, ...at(confoundsPath) }
        : undefined,
    ...(beside ? { beside: beside.map((file) => ({ ...file, path: join(root, file.path) })) } : {}),
  }
}

/** A BIDS recording without an events file has those events that its own annotations tell. */
function eventsPlace(
  { events, modality }: DatasetCard,
  path: string,
  file: { readonly path: string; readonly expectedSha256?: string } | undefined,
): EventsPlace | undefined {
  if (events === undefined) return undefined
  if (events === 'annotations') return { from: 'annotations', path }
  if (file !== undefined) return { from: 'events', label: events.label, ...file }
  return modality === 'fmri' ? undefined : { from: 'annotations', path }
}
