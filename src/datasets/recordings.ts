import { posix } from 'node:path'
import { fail } from '../errors.ts'
import { naturalOrder } from '../kernels/natural-order.ts'
import type { BesideFile } from '../reader.ts'
import { bidsCompanions } from './bids-companions.ts'
import { bidsFieldReader, refuseAlternatives } from './bids-recordings.ts'
import type { DatasetCard } from './card.ts'
import type { Participants } from './participants.ts'
import { compilePattern, type Fields, fillTemplate, insidePath, matchPath } from './pattern.ts'

/** A recording as the card describes it; whether its files are there is not known yet. */
export interface NamedRecording {
  readonly subject: string
  readonly session: string
  readonly run: string
  readonly recording: string
  readonly labels: Readonly<Record<string, string | number | null>>
  /** Inside the folder of the data set, with `/`. */
  readonly relativePath: string
  /** What templates of companion files may use. */
  readonly fields: Fields
  /** Paths of companion files inside the folder; none when the card has none. */
  readonly eventsPath?: string
  readonly confoundsPath?: string
  /** Of a BIDS recording: files that describe it. */
  readonly beside?: readonly BesideFile[]
}

/**
 * The recordings among the paths of a data set, ordered by subject, session, run and name as people
 * order names.
 *
 * @throws {NeurarrowError} `dataset-invalid` when two recordings have one name, a label has no
 *   word for a value, a template leads out of the folder, or side files of BIDS contradict
 */
export function recordingsOf(
  card: DatasetCard,
  paths: readonly string[],
  participants: Participants | undefined,
): NamedRecording[] {
  const read = fieldReader(card)
  const beside = card.recordings.bids === undefined ? undefined : bidsCompanions(card, paths)
  const named = paths.flatMap((path) => {
    const fields = read(path)
    if (fields === undefined) return []
    return [{ ...nameRecording(card, path, fields, participants), ...beside?.(path) }]
  })
  if (card.recordings.bids !== undefined) refuseAlternatives(card, named)
  const first = new Map<string, string>()
  for (const { recording, relativePath } of named) {
    const other = first.get(recording)
    if (other !== undefined) {
      fail('dataset-invalid', { file: card.file, recording, paths: [other, relativePath] })
    }
    first.set(recording, relativePath)
  }
  const keys = ['subject', 'session', 'run', 'recording'] as const
  return named.sort((a, b) => keys.reduce((o, key) => o || naturalOrder(a[key], b[key]), 0))
}

function fieldReader(card: DatasetCard): (path: string) => Fields | undefined {
  const { pattern, where } = card.recordings
  const compiled = pattern === undefined ? undefined : compilePattern(pattern)
  const ofBids = bidsFieldReader(card)
  return (path) => {
    const own = compiled ? matchPath(compiled, path) : ofBids(path)
    if (own === undefined) return undefined
    if (Object.entries(where).some(([name, value]) => own[name] !== value)) return undefined
    const stem = posix.basename(path).replace(/(\.nii\.gz|\.[^.]*)$/i, '')
    return { ...own, stem, folder: posix.dirname(path) }
  }
}

function nameRecording(
  card: DatasetCard,
  relativePath: string,
  own: Fields,
  participants: Participants | undefined,
): NamedRecording {
  const { recordings: rule, events, confounds } = card
  const fill = (template: string, fields: Fields) => filled(card, template, fields)
  const keys = {
    subject: fill(rule.subject, own),
    session: fill(rule.session ?? (own.session === undefined ? '1' : '{session}'), own),
    run: fill(rule.run ?? (own.run === undefined ? '1' : '{run}'), own),
    recording: fill(rule.recording, own),
  }
  const fields = { ...own, ...keys }
  const inside = (template: string) => companion(card, fill(template, fields))
  return {
    ...keys,
    labels: labelsOf(card, keys.subject, own, participants),
    relativePath,
    fields,
    ...(typeof events === 'object' && 'path' in events ? { eventsPath: inside(events.path) } : {}),
    ...(confounds?.path === undefined ? {} : { confoundsPath: inside(confounds.path) }),
  }
}

function filled(card: DatasetCard, template: string, fields: Fields): string {
  try {
    return fillTemplate(template, fields)
  } catch (cause) {
    return fail(
      'dataset-invalid',
      { file: card.file, template, fields: Object.keys(fields) },
      cause,
    )
  }
}

function companion(card: DatasetCard, path: string): string {
  try {
    return insidePath(path)
  } catch (cause) {
    return fail('dataset-invalid', { file: card.file, path, expected: 'a path inside' }, cause)
  }
}

function labelsOf(
  card: DatasetCard,
  subject: string,
  fields: Fields,
  participants: Participants | undefined,
): Record<string, string | number | null> {
  const labels: Record<string, string | number | null> = {}
  for (const [label, rule] of Object.entries(card.labels)) {
    if ('participants' in rule) {
      if (participants) labels[label] = participants(rule.participants, subject)
      continue
    }
    const value = fields[rule.from] ?? (card.recordings.bids === undefined ? '' : 'n/a')
    const word = rule.map === undefined ? value : rule.map[value]
    if (word === undefined || word === '') {
      const known = Object.keys(rule.map ?? {})
      fail('dataset-invalid', { file: card.file, label, field: rule.from, value, known })
    }
    labels[label] = word
  }
  return labels
}
