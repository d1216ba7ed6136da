import { posix } from 'node:path'
import { fail } from '../errors.ts'
import { bidsParts } from './bids-name.ts'
import type { Fields } from './pattern.ts'

/** A file beside recordings: its path and the parts of its name. */
interface SideFile {
  readonly path: string
  readonly entities: Fields
}

/** Which files are wanted beside a recording. */
export interface WantedSide {
  /** Path of the recording, relative to the root of the data set. */
  readonly path: string
  /** `events`, `channels`, `eeg`, ... */
  readonly suffix: string
  readonly ending: '.tsv' | '.json'
  /** Entities that the file must have with this value, or with `*` may have with any. */
  readonly more?: Fields
  /** The folder to search from; the root of the data set without it. */
  readonly from?: string
}

/**
 * Makes a search for the files that hold for a recording by the inheritance principle: those in its
 * folder or above it whose entities it has too.
 *
 * @returns a function that gives paths from the root down, at most one in each folder: of tables
 *   the last one counts, members of JSON files override those of files before
 * @throws {NeurarrowError} of the function: `dataset-invalid` with the paths, when two files of one
 *   folder hold for the same recording
 * @see Brain Imaging Data Structure 1.10, common principles, the inheritance principle
 */
export function bidsSidecars(paths: readonly string[]): (wanted: WantedSide) => string[] {
  const byPlace = new Map<string, SideFile[]>()
  for (const path of [...paths].sort()) {
    const parts = bidsParts(posix.basename(path))
    if (parts === undefined || !/^\.(tsv|json)$/.test(parts.ending)) continue
    const place = `${posix.dirname(path)}\n${parts.suffix}${parts.ending}`
    byPlace.set(place, [...(byPlace.get(place) ?? []), { path, entities: parts.entities }])
  }
  return ({ path, suffix, ending, more = {}, from = '.' }) => {
    const known = bidsParts(posix.basename(path))?.entities ?? {}
    return foldersDown(from, posix.dirname(path)).flatMap((folder) => {
      const there = byPlace.get(`${folder}\n${suffix}${ending}`) ?? []
      const found = there.filter(({ entities }) => holds(entities, known, more))
      return onlyOne(found, path)
    })
  }
}

function holds(entities: Fields, known: Fields, more: Fields): boolean {
  const needed = Object.entries(more).every(
    ([key, value]) => value === '*' || entities[key] === value,
  )
  return (
    needed &&
    Object.entries(entities).every(([key, value]) =>
      key in more ? more[key] === '*' || more[key] === value : known[key] === value,
    )
  )
}

function onlyOne(found: readonly SideFile[], path: string): string[] {
  if (found.length <= 1) return found.map((file) => file.path)
  const spaces = found.map(({ entities }) => entities.space)
  // places of electrodes may be given in several spaces; the first by name is taken
  if (new Set(spaces).size === found.length) return [found[0].path]
  const paths = found.map((file) => file.path)
  return fail('dataset-invalid', { recording: path, paths, expected: 'one of these in a folder' })
}

/** Folders from one down to another, both included; `.` is the root. */
function foldersDown(from: string, to: string): string[] {
  const steps = to === '.' ? [] : to.split('/')
  const all = ['.', ...steps.map((_, i) => steps.slice(0, i + 1).join('/'))]
  return from === '.' ? all : all.filter((folder) => `${folder}/`.startsWith(`${from}/`))
}
