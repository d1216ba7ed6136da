import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseCard } from '../document.ts'
import { fail } from '../errors.ts'
import { didYouMean } from '../kernels/nearest-name.ts'
import { type AtlasFacts, atlasSchema } from './atlas-schema.ts'
import { dataRoots } from './folder.ts'

/** An atlas card that has been read and checked. */
export interface AtlasCard extends AtlasFacts {
  /** Path of the card itself. */
  readonly path: string
}

/** What stands in front of the name of an atlas where a stage names a file. */
const prefix = 'atlas:'

/**
 * Folders in which cards of atlases are looked for: those that come with neurarrow, then
 * `datasets/atlases` of the working folder. A card that comes with neurarrow cannot be replaced.
 */
export function atlasRoots(cwd = process.cwd()): string[] {
  const own = fileURLToPath(new URL('../../datasets/atlases', import.meta.url))
  return [...new Set([own, join(cwd, 'datasets', 'atlases')])]
}

/** Names of all atlases that have a card, sorted. */
export function listAtlases(roots: readonly string[] = atlasRoots()): string[] {
  const files = roots.filter(existsSync).flatMap((root) => readdirSync(root))
  const cards = files.filter((file) => file.endsWith('.yaml'))
  return [...new Set(cards.map((file) => basename(file, '.yaml')))].sort()
}

/**
 * Reads and checks the card of an atlas; its files are not looked at. Of a card that states no
 * hashes, what `fetch` has written beside the files is the card.
 *
 * @throws {NeurarrowError} `atlas-unknown` with the names that exist, `atlas-invalid` with all
 *   issues, each with line and column
 */
export function loadAtlas(name: string, roots: readonly string[] = atlasRoots()): AtlasCard {
  const path = roots.map((root) => join(root, `${name}.yaml`)).find(existsSync)
  if (path === undefined) {
    const known = listAtlases(roots)
    return fail('atlas-unknown', { atlas: name, known, remedy: didYouMean(name, known).slice(2) })
  }
  const card = parseCard(readFileSync(path, 'utf8'), atlasSchema, path, 'atlas-invalid')
  if (card.name !== name) fail('atlas-invalid', { file: path, expected: name, found: card.name })
  return pinnedAtlas(card) ?? { ...card, path }
}

/** Folder of an atlas's files: the first that is there, else where they would be fetched to. */
export function atlasFolder({ name }: AtlasFacts, roots: readonly string[] = dataRoots()): string {
  const folders = roots.map((root) => join(root, 'atlases', name))
  return folders.find(existsSync) ?? folders[0]
}

/** The files of an atlas as its card names them. */
export function filesOfAtlas({ image, regions }: AtlasFacts): PulledFile[] {
  return [...(image ? [image] : []), ...(typeof regions === 'string' ? [] : [regions])]
}

/** The first file whose hash the card does not state. */
function openFile(card: AtlasFacts): PulledFile | undefined {
  return filesOfAtlas(card).find(({ sha256 }) => sha256 === undefined)
}

/** A file of an atlas as its card names it. */
export type PulledFile = NonNullable<AtlasFacts['image']>

/** The card of an atlas with the hashes of the files that were given for it. */
export const pinnedName = 'atlas.yaml'

/** What `fetch` has written of the files of a card without hashes, if that is of the same card. */
function pinnedAtlas(card: AtlasFacts): AtlasCard | undefined {
  const path = join(atlasFolder(card), pinnedName)
  if (openFile(card) === undefined || !existsSync(path)) return undefined
  const pinned = parseCard(readFileSync(path, 'utf8'), atlasSchema, path, 'atlas-invalid')
  const isSame = JSON.stringify(withoutHashes(pinned)) === JSON.stringify(withoutHashes(card))
  return isSame ? { ...pinned, path } : undefined
}

function withoutHashes({ image, regions, ...facts }: AtlasFacts) {
  const open = <F extends { sha256?: string }>({ sha256: _, ...file }: F) => file
  return [facts, image && open(image), typeof regions === 'string' ? regions : open(regions)]
}

/** A file of an atlas as a stage names it: `atlas:NAME` is the image, `.../regions` the table. */
export interface AtlasFile {
  readonly path: string
  /** As the card states it; the card itself has none. */
  readonly sha256?: string
}

/**
 * The file that a stage names by `atlas:NAME` or `atlas:NAME/regions`; `undefined` for other paths.
 * The regions are read from the card, which names and pins all else.
 *
 * @throws {NeurarrowError} as `loadAtlas`; `file-missing` with what brings the file,
 *   `stage-options` for the image of an atlas of points
 */
export function atlasFile(named: string): AtlasFile | undefined {
  if (!named.startsWith(prefix)) return undefined
  const [name, part] = named.slice(prefix.length).split('/')
  const card = loadAtlas(name)
  const open = openFile(card)
  if (open !== undefined && (part === 'regions' || part === undefined)) {
    const file = join(atlasFolder(card), open.file)
    const remedy = `neurarrow fetch atlas:${name} --from FOLDER; see ${card.homepage}`
    fail('file-missing', { atlas: name, file, remedy })
  }
  if (part === 'regions') return { path: card.path }
  const { image } = card
  if (image === undefined || part !== undefined) {
    return fail('stage-options', {
      atlas: name,
      kind: card.kind,
      expected: 'an atlas with an image',
    })
  }
  const path = join(atlasFolder(card), image.file)
  if (existsSync(path)) return { path, sha256: image.sha256 }
  const remedy = image.from ? `neurarrow fetch atlas:${name}` : `put it there; see ${card.homepage}`
  return fail('file-missing', { atlas: name, file: path, remedy })
}
