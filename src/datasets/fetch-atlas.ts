import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { copyFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Arriving, pullFile } from '../encoders/pull-file.ts'
import { fail } from '../errors.ts'
import { fileSha256 } from '../file-sha256.ts'
import { type AtlasCard, filesOfAtlas, type PulledFile, pinnedName } from './atlas.ts'
import { dataRoots } from './folder.ts'

/** How the files of an atlas are brought. */
export interface FetchAtlasOptions extends Arriving {
  /** Folder of the data; the files come into `<to>/atlases/<name>/`. */
  readonly to?: string
  /** Folder to take the files from instead of downloading them. */
  readonly from?: string
}

/** What was brought. */
export interface FetchedAtlas {
  readonly folder: string
  readonly fetched: readonly string[]
  readonly kept: readonly string[]
}

/**
 * Brings the files of an atlas, or takes them from a folder, and compares each with its SHA-256
 * first.
 *
 * Of a card that states no hashes, files come from the folder, or were put in place by hand; their
 * hashes are written beside them (`atlas.yaml`), and from then on others are refused.
 *
 * @throws {NeurarrowError} `checksum-mismatch`, `file-missing` where the card
 *   names no address or the folder has no such file, `download-failed`, `interrupted`
 */
export async function fetchAtlas(
  card: AtlasCard,
  options: FetchAtlasOptions = {},
): Promise<FetchedAtlas> {
  const folder = join(options.to ?? dataRoots()[0], 'atlases', card.name)
  const archives = new Map<string, string>()
  const [fetched, kept]: [string[], string[]] = [[], []]
  const hashes = new Map<string, string>()
  const isPinned = basename(card.path) === pinnedName
  try {
    for (const wanted of filesOfAtlas(card)) {
      const { file } = wanted
      const isKept = await isThere(join(folder, file), wanted, { ...options, isPinned })
      if (!isKept) await bring(wanted, card, { folder, archives, options })
      hashes.set(file, await fileSha256(join(folder, file)))
      if (isKept) kept.push(file)
      else fetched.push(file)
    }
  } finally {
    for (const archive of archives.values()) await rm(archive, { force: true })
  }
  pin(card, folder, hashes)
  return { folder, fetched, kept }
}

async function isThere(
  path: string,
  { sha256 }: PulledFile,
  { from, isPinned }: FetchAtlasOptions & { isPinned: boolean },
): Promise<boolean> {
  if (!existsSync(path)) return false
  if (isPinned && from !== undefined) return false
  return sha256 === undefined ? from === undefined : (await fileSha256(path)) === sha256
}

interface Bringing {
  readonly folder: string
  readonly archives: Map<string, string>
  readonly options: FetchAtlasOptions
}

async function bring(wanted: PulledFile, card: AtlasCard, how: Bringing): Promise<void> {
  const { folder, archives, options } = how
  const { file, sha256, from } = wanted
  const path = join(folder, file)
  mkdirSync(folder, { recursive: true })
  if (options.from !== undefined) return taken(found(options.from, wanted), path, sha256)
  if (from !== undefined && sha256 !== undefined) {
    await pullFile({ file, sha256, from }, { folder, archives, options })
    return
  }
  const remedy = `neurarrow fetch atlas:${card.name} --from FOLDER; see ${card.homepage}`
  fail('file-missing', { atlas: card.name, file: path, remedy })
}

/** Where a file lies in a folder as it was published, or beside all others. */
function found(folder: string, { file, path = file }: PulledFile): string {
  const places = [path, file].map((inside) => join(folder, inside))
  return places.find(existsSync) ?? places[0]
}

async function taken(from: string, path: string, expected: string | undefined): Promise<void> {
  if (!existsSync(from)) fail('file-missing', { file: from })
  const found = await fileSha256(from)
  if (expected !== undefined && found !== expected) {
    const remedy = `remove ${dirname(path)} for other files to take the place of what is there`
    fail('checksum-mismatch', { file: from, expected, found, remedy })
  }
  await copyFile(from, path)
}

/** Writes the card with the hashes of the files that it did not state. */
function pin({ path: _, ...card }: AtlasCard, folder: string, hashes: Map<string, string>): void {
  if (filesOfAtlas(card).every(({ sha256 }) => sha256 !== undefined)) return
  const pinned = <F extends PulledFile>(wanted: F) => ({
    ...wanted,
    sha256: hashes.get(wanted.file),
  })
  const { image, regions } = card
  const files = {
    ...(image ? { image: pinned(image) } : {}),
    regions: typeof regions === 'string' ? regions : pinned(regions),
  }
  writeFileSync(join(folder, pinnedName), `${JSON.stringify({ ...card, ...files }, null, 2)}\n`)
}
