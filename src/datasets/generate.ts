import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fail } from '../errors.ts'
import type { DatasetCard } from './card.ts'
import { findFolder } from './folder.ts'
import type { Generator } from './generator.ts'
import type { ListedFile } from './sums.ts'
import { syntheticEeg } from './synthetic-eeg.ts'
import { syntheticFmri, syntheticRepeats } from './synthetic-fmri.ts'
import { syntheticLayers } from './synthetic-layers.ts'
import { syntheticLayersEeg } from './synthetic-layers-eeg.ts'
import { syntheticMovie } from './synthetic-movie.ts'

const generators: Readonly<Record<string, Generator>> = {
  'synthetic-eeg': syntheticEeg,
  'synthetic-fmri': syntheticFmri,
  'synthetic-layers': syntheticLayers,
  'synthetic-layers-eeg': syntheticLayersEeg,
  'synthetic-movie': syntheticMovie,
  'synthetic-repeats': syntheticRepeats,
}

/** What of the outside a generation may use. */
export interface GenerateSettings {
  readonly onProgress?: (done: number, of: number) => void
  readonly signal?: AbortSignal
}

/** Says which generator, version and seed made a folder. */
const markerFile = '.generated.json'

/** The files of a generated data set; `undefined` for a card without generator. */
export function generatedFiles({ source }: DatasetCard): ListedFile[] | undefined {
  if (source?.generate === undefined) return undefined
  return generators[source.generate].files.map((path) => ({ path }))
}

/**
 * Makes a generated data set below the first root that can be written to; what is there already is
 * kept, and files of another version or seed are made anew.
 *
 * Each file is written under another name and then renamed, so a set that was interrupted half-way
 * is completed by the next call.
 *
 * @returns the folder of the data set
 * @throws {NeurarrowError} `file-unreadable` when no root can be written to, `interrupted`
 */
export async function makeGenerated(
  card: DatasetCard,
  roots: readonly string[],
  settings: GenerateSettings = {},
): Promise<string> {
  const { source } = card
  const use = source?.generate ?? fail('internal', { dataset: card.name, missing: 'generate' })
  const seed = source?.seed ?? 0
  const generator = generators[use]
  const marker = JSON.stringify({ generator: use, version: generator.version, seed })
  const existing = findFolder(card.name, roots)
  const known = existing !== undefined && markerOf(existing) === marker
  const lacking = generator.files.filter((path) => !known || !existsSync(join(existing, path)))
  if (known && lacking.length === 0) return existing
  const root = existing ?? writableFolder(card.name, roots)
  const started = join(root, markerFile)
  // asked again: another process may have begun the same set in the meantime
  if (markerOf(root) !== marker) {
    for (const path of generator.files) rmSync(join(root, path), { force: true })
    writeWhole(started, Buffer.from(marker))
  }
  for (const [done, path] of lacking.entries()) {
    settings.onProgress?.(done, lacking.length)
    await setImmediate()
    if (settings.signal?.aborted) fail('interrupted', { dataset: card.name, made: done })
    writeWhole(join(root, path), generator.make(path, seed))
  }
  settings.onProgress?.(lacking.length, lacking.length)
  return root
}

function markerOf(folder: string): string | undefined {
  const file = join(folder, markerFile)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** Makes the folder below the first root that allows it. */
function writableFolder(name: string, roots: readonly string[]): string {
  const causes: unknown[] = []
  for (const root of roots) {
    try {
      mkdirSync(join(root, name), { recursive: true })
      return join(root, name)
    } catch (cause) {
      causes.push(cause)
    }
  }
  return fail('file-unreadable', { dataset: name, roots, expected: 'a writable folder' }, causes[0])
}

function writeWhole(file: string, bytes: Uint8Array): void {
  const temporary = `${file}.${process.pid}.part`
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(temporary, bytes)
  renameSync(temporary, file)
}
