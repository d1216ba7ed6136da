import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fail, NeurarrowError } from '../errors.ts'
import { decodeTable, encodePieces } from '../tables/ipc.ts'
import type { Table } from '../tables/table.ts'
import { diskFailure } from './disk-failure.ts'
import { documentPath, seal, sha256Of, unseal, verify } from './seal.ts'
import type { Store } from './store.ts'
import { writeWhole } from './write-whole.ts'

/**
 * A store in a folder: `<first two of the key>/<key>.arrow`, each an Arrow IPC file with its own
 * SHA-256 behind it in `<key>.sha256`; documents in `documents`, their SHA-256 in the first line.
 *
 * A file is written under a temporary name and renamed, so that a reader sees all of it or nothing,
 * whenever the writer is stopped. Documents are synced; tables are not: what a crash of the machine
 * tears is found by its SHA-256 and made again. Reading and writing block the thread.
 */
export function diskStore(folder: string): Store {
  const pathOf = (key: string) => join(folder, key.slice(0, 2), key)
  const documentOf = (name: string) => join(folder, documentPath(name))
  const soon = { sync: false }
  return {
    location: { at: 'folder', folder },
    has: async (key) => existsSync(`${pathOf(key)}.sha256`),
    get: async (key) => readVerified(pathOf(key), key),
    async put(key, table) {
      const path = pathOf(key)
      if (existsSync(`${path}.sha256`)) return
      const bytes = encodePieces(table)
      writeWhole(`${path}.arrow`, bytes, soon)
      writeWhole(`${path}.sha256`, Buffer.from(`${sha256Of(bytes)}\n`), soon)
    },
    place: async (key, path) => linkOrCopy(`${pathOf(key)}.arrow`, path),
    load: async (name) => readDocument(documentOf(name)),
    save: async (name, bytes) => writeWhole(documentOf(name), seal(bytes)),
  }
}

function readVerified(path: string, key: string): Table {
  try {
    const bytes = readBytes(`${path}.arrow`, key)
    const expected = readBytes(`${path}.sha256`, key).toString('latin1').trim()
    verify(bytes, expected, `${path}.arrow`)
    return decodeTable(bytes, `${path}.arrow`)
  } catch (thrown) {
    // Without its hash a table counts as not stored.
    if (thrown instanceof NeurarrowError && thrown.code === 'store-corrupt')
      rmSync(`${path}.sha256`, { force: true })
    throw thrown
  }
}

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
    throw diskFailure(cause, to)
  }
}

function readBytes(file: string, key: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw diskFailure(cause, file)
    const remedy = 'run again: what is not whole is made again'
    return fail('store-corrupt', { file, key, remedy }, cause)
  }
}

function readDocument(file: string): Uint8Array | undefined {
  if (!existsSync(file)) return undefined
  return unseal(readBytes(file, file), file)
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
