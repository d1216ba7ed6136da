import { mkdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { download, type FetchLike } from '../download.ts'
import { fail } from '../errors.ts'
import { fileSha256 } from '../file-sha256.ts'
import { extractEntry } from './extract-entry.ts'
import type { GraphSource } from './graph-schema.ts'
import { secureFetch, shownAddress } from './secure-fetch.ts'
import { type SourceAddress, sourceAddress } from './source-address.ts'

/** How files arrive. */
export interface Arriving {
  readonly signal?: AbortSignal
  /** In place of HTTPS alone. */
  readonly fetch?: FetchLike
  readonly env?: NodeJS.ProcessEnv
  /** Called as bytes arrive: how many came, and how long the file is when that is known. */
  readonly onProgress?: (progress: { bytes: number; of?: number }) => void
}

/** Where files go, and what has come already. */
export interface Pulling {
  readonly folder: string
  /** Paths of archives that are whole and right, by SHA-256; the caller removes them. */
  readonly archives: Map<string, string>
  readonly options: Arriving
}

/** A file that a card of a model or an atlas names. */
export interface PulledFile {
  readonly file: string
  readonly sha256: string | undefined
  readonly from: GraphSource
}

/**
 * Brings one file from an address, a repository or a package. An archive arrives whole and is
 * compared with its SHA-256 before it is opened; the file is compared with its own before it gets
 * its name.
 *
 * @throws {NeurarrowError} `checksum-mismatch` (the file is removed), `download-failed`,
 *   `interrupted`, and the codes of `extractEntry`
 */
export async function pullFile(wanted: PulledFile, pulling: Pulling): Promise<void> {
  const { folder, options } = pulling
  const { fetch = secureFetch, signal, env } = options
  const asking: FetchLike = (url, init) => fetch(url, { ...init, signal })
  const address = await sourceAddress(wanted.from, asking, env)
  mkdirSync(folder, { recursive: true })
  const target = join(folder, wanted.file)
  const part = `${target}.part`
  const { archive } = address
  if (archive === undefined) await load(address.url, part, options)
  else {
    const { kind, path } = archive
    const whole = await archiveOf(address, archive.sha256, pulling)
    await extractEntry({ archive: whole, kind, path, target: part })
  }
  await requireHash(part, wanted.sha256)
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

function load(url: string, part: string, options: Arriving): Promise<void> {
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
