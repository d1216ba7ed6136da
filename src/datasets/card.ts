import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseCard } from '../document.ts'
import { fail } from '../errors.ts'
import { didYouMean } from '../kernels/nearest-name.ts'
import { type CardFacts, cardSchema } from './card-schema.ts'
import { insidePath } from './pattern.ts'
import { type ListedFile, sumsOf } from './sums.ts'

/** A data set card that has been read and checked. */
export interface DatasetCard extends CardFacts {
  /** Path of the card itself. */
  readonly file: string
  /** Folder of its files, when the card was made from it; else it is looked for by name. */
  readonly root?: string
}

/**
 * Folders in which cards are looked for, first to last: the cards that come with neurarrow, then
 * `datasets` of the working folder. A card that comes with neurarrow cannot be replaced.
 */
export function cardRoots(cwd = process.cwd()): string[] {
  const own = fileURLToPath(new URL('../../datasets', import.meta.url))
  return [...new Set([own, join(cwd, 'datasets')])]
}

/** Names of all data sets that have a card, sorted. */
export function listCards(roots: readonly string[] = cardRoots()): string[] {
  const files = roots.filter(existsSync).flatMap((root) => readdirSync(root))
  const names = files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
  return [...new Set(names)].sort()
}

/**
 * Reads and checks the card of a data set; the data are not looked at.
 *
 * @param name of the data set, or the path of a card (with `/` or ending in `.yaml`)
 * @throws {NeurarrowError} `dataset-unknown` with the names that exist, `document-unreadable`,
 *   `dataset-invalid` with all issues, each with line and column
 */
export function loadCard(name: string, roots: readonly string[] = cardRoots()): DatasetCard {
  const isPath = name.endsWith('.yaml') || /[/\\]/.test(name)
  const files = isPath ? [resolve(name)] : roots.map((root) => join(root, `${name}.yaml`))
  const file = files.find(existsSync)
  if (file === undefined) {
    const known = listCards(roots)
    const remedy = didYouMean(name, known).slice(2) || undefined
    return fail('dataset-unknown', { dataset: name, known, remedy })
  }
  const card = { ...parseCard(readText(file), cardSchema, file, 'dataset-invalid'), file }
  if (card.name !== basename(file, '.yaml')) {
    fail('dataset-invalid', {
      file,
      expected: `the name ${basename(file, '.yaml')}`,
      found: card.name,
    })
  }
  return card
}

/**
 * The files that a card lists, with download addresses; `undefined` when it lists none, because
 * they are generated or simply lie in a folder.
 */
export function listedFiles({ source }: CardFacts): ListedFile[] | undefined {
  if (source === undefined || source.generate !== undefined) return undefined
  const { url } = source
  const files = source.files ?? sumsOf(source.sums ?? '')
  return files.map((file) => {
    const path = insidePath(file.path)
    const encoded = path.split('/').map(encodeURIComponent).join('/')
    return { ...file, path, url: file.url ?? url?.replaceAll('{path}', encoded) }
  })
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    return fail('document-unreadable', { file }, cause)
  }
}
