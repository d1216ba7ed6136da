import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../errors.ts'
import type { DatasetCard } from './card.ts'
import type { NamedRecording } from './recordings.ts'

/** A data set and the part of it that is wanted. */
export interface Wanted {
  readonly card: DatasetCard
  readonly root: string
  /** All paths that the card or the folder lists. */
  readonly paths: readonly string[]
  readonly all: readonly NamedRecording[]
  /** The recordings that are wanted. */
  readonly recordings: readonly NamedRecording[]
}

/** How many missing files a message names. */
const named = 5

/**
 * Requires the files of the wanted recordings to be there: the recordings, their companions, and
 * the listed files that belong to no recording.
 *
 * @throws {NeurarrowError} `dataset-incomplete` with the first missing files, their number and what
 *   helps
 */
export function requirePresent({ card, root, paths, all, recordings }: Wanted): void {
  const owned = new Set(all.flatMap(filesOf))
  const shared = paths.filter((path) => !owned.has(path))
  const needed = [...new Set([...shared, ...recordings.flatMap(filesOf)])]
  const absent = needed.filter((path) => !existsSync(join(root, path)))
  if (recordings.length === 0) {
    const remedy = 'no file of the folder is a recording as the card describes them'
    fail('dataset-incomplete', { dataset: card.name, root, recordings: 0, remedy })
  }
  if (absent.length === 0) return
  const whole = wholeSubjects(root, all)
  const selection = whole.length > 0 ? `, or choose \`--subjects ${spanOf(whole, all)}\`` : ''
  const help = card.source ? `\`neurarrow fetch ${card.name}\` completes it` : 'put them there'
  fail('dataset-incomplete', {
    dataset: card.name,
    root,
    missing: absent.slice(0, named),
    missingFiles: absent.length,
    of: needed.length,
    remedy: `${help}${selection}`,
  })
}

function filesOf({ relativePath, eventsPath, confoundsPath, beside = [] }: NamedRecording) {
  const companions = [eventsPath, confoundsPath, ...beside.map(({ path }) => path)]
  return [relativePath, ...companions].filter((path) => path !== undefined)
}

/** Subjects all of whose files are there, in order. */
function wholeSubjects(root: string, all: readonly NamedRecording[]): string[] {
  const lacking = new Set<string>()
  for (const recording of all) {
    if (filesOf(recording).some((path) => !existsSync(join(root, path))))
      lacking.add(recording.subject)
  }
  return [...new Set(all.map((r) => r.subject))].filter((subject) => !lacking.has(subject))
}

/** A selection of these subjects: a range when they follow each other, else a list. */
function spanOf(whole: readonly string[], all: readonly NamedRecording[]): string {
  const order = [...new Set(all.map((r) => r.subject))]
  const from = order.indexOf(whole[0])
  const follows = whole.every((subject, i) => order[from + i] === subject)
  if (whole.length > 2 && follows) return `${whole[0]}..${whole.at(-1)}`
  return whole.length > named ? `${whole.slice(0, named).join(',')},...` : whole.join(',')
}
