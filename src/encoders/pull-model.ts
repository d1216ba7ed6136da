import { existsSync, mkdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { download, type FetchLike } from '../download.ts'
import { fail } from '../errors.ts'
import { fileSha256 } from '../file-sha256.ts'
import { fileOf, isRecipe, type ModelCard, modelRoots } from './card.ts'
import type { GraphFacts } from './card-schema.ts'
import { extractEntry } from './extract-entry.ts'
import { requirePullable } from './licence.ts'
import { missingModel } from './missing-model.ts'
import { secureFetch, shownAddress } from './secure-fetch.ts'
import { type SourceAddress, sourceAddress } from './source-address.ts'

/** How a model is pulled. */
export interface PullOptions {
  /** Folder that holds models by name; the first of NEURARROW_MODELS, else `models`, by default. */
  readonly to?: string
  readonly signal?: AbortSignal
  /** In place of HTTPS alone. */
  readonly fetch?: FetchLike
  readonly env?: NodeJS.ProcessEnv
  /** Called as bytes arrive: how many came, and how long the file is when that is known. */
  readonly onProgress?: (progress: { bytes: number; of?: number }) => void
}

/** What a pull did. */
export interface Pulled {
  readonly folder: string
  /** Files that came now, and those that were there with the right hash. */
  readonly pulled: readonly string[]
  readonly kept: readonly string[]
}

/**
 * Brings the graphs of a model from where its card says they are.
 *
 * An archive arrives whole and is compared with its SHA-256 before it is opened; each graph is
 * compared with its own before it gets its name. What arrived of an interrupted download is kept
 * and the next pull goes on there.
 *
 * @throws {NeurarrowError} `model-licence` when the licence forbids it, `model-missing` for a card
 *   without weights or without a source, `checksum-mismatch` (the file is removed),
 *   `download-failed`, `interrupted`, and the codes of `extractEntry`
 */
export async function pullModel(card: ModelCard, options: PullOptions = {}): Promise<Pulled> {
  requirePullable(card, options.env)
  if (isRecipe(card)) return missingModel(card)
  const folder = join(options.to ?? modelRoots(options.env)[0], card.name)
  const archives = new Map<string, string>()
  const [pulled, kept]: [string[], string[]] = [[], []]
  try {
    for (const graph of card.graphs) {
      if (await isThere(card, graph)) kept.push(graph.file)
      else {
        await pullGraph(card, graph, { folder, archives, options })
        pulled.push(graph.file)
      }
    }
  } finally {
    for (const archive of archives.values()) await rm(archive, { force: true })
  }
  return { folder, pulled, kept }
}

async function isThere(card: ModelCard, { file, sha256 }: GraphFacts): Promise<boolean> {
  const path = fileOf(card, file)
  return existsSync(path) && (await fileSha256(path)) === sha256
}

interface Pulling {
  readonly folder: string
  /** Paths of archives that are whole and right, by SHA-256. */
  readonly archives: Map<string, string>
  readonly options: PullOptions
}

async function pullGraph(card: ModelCard, graph: GraphFacts, pulling: Pulling): Promise<void> {
  const { folder, options } = pulling
  if (graph.from === undefined) return missingModel(card, fileOf(card, graph.file))
  const { fetch = secureFetch, signal, env } = options
  const asking: FetchLike = (url, init) => fetch(url, { ...init, signal })
  const address = await sourceAddress(graph.from, asking, env)
  mkdirSync(folder, { recursive: true })
  const target = join(folder, graph.file)
  const part = `${target}.part`
  const { archive } = address
  if (archive === undefined) await load(address.url, part, options)
  else {
    const { kind, path } = archive
    const whole = await archiveOf(address, archive.sha256, pulling)
    await extractEntry({ archive: whole, kind, path, target: part })
  }
  await requireHash(part, graph.sha256)
  await rename(part, target)
}

async function archiveOf(
  { url }: SourceAddress,
  sha256: string,
  { folder, archives, options }: Pulling,
): Promise<string> {
  const known = archives.get(sha256)
  if (known !== undefined) return known
  const part = join(folder, `archive-${sha256.slice(0, 16)}.part`)
  await load(url, part, options)
  await requireHash(part, sha256)
  archives.set(sha256, part)
  return part
}

function load(url: string, part: string, options: PullOptions): Promise<void> {
  const { signal, onProgress, fetch = secureFetch } = options
  let bytes = 0
  const onBytes = (piece: number, of?: number) => {
    bytes += piece
    onProgress?.({ bytes, of })
  }
  // failures name the address that `download` knows: the one without a password
  const open: FetchLike = (_shown, init) => fetch(url, init)
  return download(shownAddress(url), part, { signal, onBytes, fetch: open })
}

async function requireHash(file: string, expected: string | undefined): Promise<void> {
  const found = await fileSha256(file)
  if (found === expected) return
  await rm(file, { force: true })
  fail('checksum-mismatch', { file, expected, found })
}
