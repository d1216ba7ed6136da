import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fail } from '../errors.ts'
import { decodeTable, encodeTable } from '../tables/ipc.ts'
import type { Table } from '../tables/table.ts'

/** Tables by content key. Several threads and processes may use one store at the same time. */
export interface Store {
  has(key: string): boolean
  /** @throws {NeurarrowError} `store-corrupt` when the bytes are not those that were stored */
  get(key: string): Table
  /** Stores a table; a key that is there already is left as it is. */
  put(key: string, table: Table): void
}

/**
 * A store in a folder: `<first two of the key>/<key>.arrow`, each an Arrow IPC file with its own
 * SHA-256 behind it in `<key>.sha256`.
 *
 * A table is written under a temporary name, synced and renamed, so that a reader sees all of it or
 * nothing, whenever the writer is stopped.
 */
export function diskStore(folder: string): Store {
  const pathOf = (key: string) => join(folder, key.slice(0, 2), key)
  return {
    has: (key) => existsSync(`${pathOf(key)}.sha256`),
    get: (key) => readVerified(pathOf(key), key),
    put(key, table) {
      const path = pathOf(key)
      if (existsSync(`${path}.sha256`)) return
      const bytes = encodeTable(table)
      const digest = createHash('sha256').update(bytes).digest('hex')
      writeWhole(`${path}.arrow`, bytes)
      writeWhole(`${path}.sha256`, Buffer.from(`${digest}\n`))
    },
  }
}

function readVerified(path: string, key: string): Table {
  const bytes = readBytes(`${path}.arrow`, key)
  const expected = readBytes(`${path}.sha256`, key).toString('latin1').trim()
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== expected) {
    const remedy = 'delete this file and its .sha256, then run again'
    fail('store-corrupt', { file: `${path}.arrow`, expected, found, remedy })
  }
  return decodeTable(bytes, `${path}.arrow`)
}

function readBytes(file: string, key: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    return fail(
      'store-corrupt',
      { file, key, remedy: 'delete the store folder and run again' },
      cause,
    )
  }
}

let written = 0

/**
 * Writes a file so that it is there whole or not at all: temporary name, sync, rename. Folders on
 * the way are made.
 *
 * @throws {NeurarrowError} `store-failed` when the disk refuses; the temporary file is removed
 */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.${process.pid}-${Date.now().toString(36)}-${written++}.part`
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(temporary, 'wx')
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    fail('store-failed', { file: path, message: String(cause) }, cause)
  }
}

/** Removes temporary files that stopped writers left more than an hour ago. */
export function sweepStore(folder: string, nowMs: number): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (name.endsWith('.part') && nowMs - statSync(path).mtimeMs > 3_600_000)
      rmSync(path, { force: true })
  }
}
