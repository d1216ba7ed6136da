import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
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
import { type Facts, fail } from '../errors.ts'
import { decodeTable, encodeTable } from '../tables/ipc.ts'
import type { Table } from '../tables/table.ts'

/** Tables by content key. Several threads and processes may use one store at the same time. */
export interface Store {
  has(key: string): boolean
  /**
   * @throws {NeurarrowError} `store-corrupt` when the bytes are not those that were stored; the key
   *   is then gone, so that who needs it makes it again
   */
  get(key: string): Table
  /** Stores a table; a key that is there already is left as it is. */
  put(key: string, table: Table): void
  /** Makes the stored file appear under another path too; a file that is there is replaced. */
  place(key: string, path: string): void
}

/**
 * A store in a folder: `<first two of the key>/<key>.arrow`, each an Arrow IPC file with its own
 * SHA-256 behind it in `<key>.sha256`.
 *
 * A table is written under a temporary name and renamed, so that a reader sees all of it or
 * nothing, whenever the writer is stopped. It is not synced: what a crash of the machine tears is
 * found by its SHA-256 and made again.
 */
export function diskStore(folder: string): Store {
  const pathOf = (key: string) => join(folder, key.slice(0, 2), key)
  const soon = { sync: false }
  return {
    has: (key) => existsSync(`${pathOf(key)}.sha256`),
    get: (key) => readVerified(pathOf(key), key),
    put(key, table) {
      const path = pathOf(key)
      if (existsSync(`${path}.sha256`)) return
      const bytes = encodeTable(table)
      const digest = createHash('sha256').update(bytes).digest('hex')
      writeWhole(`${path}.arrow`, bytes, soon)
      writeWhole(`${path}.sha256`, Buffer.from(`${digest}\n`), soon)
    },
    place: (key, path) => linkOrCopy(`${pathOf(key)}.arrow`, path),
  }
}

function readVerified(path: string, key: string): Table {
  const bytes = readBytes(path, '.arrow', key)
  const expected = readBytes(path, '.sha256', key).toString('latin1').trim()
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== expected) refuse(path, { file: `${path}.arrow`, expected, found })
  return decodeTable(bytes, `${path}.arrow`)
}

function readBytes(path: string, ending: string, key: string): Buffer {
  try {
    return readFileSync(path + ending)
  } catch (cause) {
    return refuse(path, { file: path + ending, key }, cause)
  }
}

/** Without its hash a table counts as not stored. */
function refuse(path: string, facts: Facts, cause?: unknown): never {
  rmSync(`${path}.sha256`, { force: true })
  const remedy = 'run again: what is not whole is made again'
  return fail('store-corrupt', { ...facts, remedy }, cause)
}

let written = 0

/** A hard link takes no room and no time; another file system gets a copy. */
function linkOrCopy(from: string, to: string): void {
  try {
    mkdirSync(dirname(to), { recursive: true })
    rmSync(to, { force: true })
    try {
      linkSync(from, to)
    } catch {
      copyFileSync(from, to, constants.COPYFILE_FICLONE)
    }
  } catch (cause) {
    fail('store-failed', { file: to, message: String(cause) }, cause)
  }
}

/**
 * Writes a file so that it is there whole or not at all: temporary name, sync, rename. Folders on
 * the way are made.
 *
 * @param sync whether to wait until the disk has it, and a crash of the machine does not undo it
 * @throws {NeurarrowError} `store-failed` when the disk refuses; the temporary file is removed
 */
export function writeWhole(path: string, bytes: Uint8Array, { sync } = { sync: true }): void {
  const temporary = `${path}.${process.pid}-${Date.now().toString(36)}-${written++}.part`
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(temporary, 'wx')
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      if (sync) fsyncSync(file)
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
