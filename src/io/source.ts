import { type FileHandle, open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fail, NeurarrowError } from '../errors.ts'
import type { Source } from '../reader.ts'

/**
 * Opens a file as a source; the caller closes it, see `withFile`.
 *
 * @throws {NeurarrowError} `file-missing`, `file-unreadable` (a folder, a device, no permission) or
 *   `file-empty`
 */
export async function fileSource(path: string): Promise<Source> {
  const handle = await open(path, 'r').catch((cause) => unopened(path, cause))
  const stat = await handle.stat()
  if (!stat.isFile() || stat.size === 0) {
    await handle.close()
    if (stat.isFile()) fail('file-empty', { file: path })
    fail('file-unreadable', { file: path, expected: 'a regular file' })
  }
  return {
    name: path,
    size: stat.size,
    read: (from, to, room) => {
      const length = Math.max(Math.min(to, stat.size) - from, 0)
      const bytes = room?.subarray(0, length) ?? new Uint8Array(length)
      return readInto(bytes, handle, path, from)
    },
    sibling: async (name) => fileSource(join(dirname(path), plainName(name, path))),
    close: () => handle.close(),
  }
}

/**
 * A source over bytes that are in memory already; slices are views of them.
 *
 * @param beside other files of its folder, by name
 */
export function memorySource(
  name: string,
  bytes: Uint8Array,
  beside: Readonly<Record<string, Uint8Array>> = {},
): Source {
  return {
    name,
    size: bytes.length,
    read: (from, to) => Promise.resolve(bytes.subarray(from, Math.max(from, to))),
    sibling: async (other) => {
      const found = Object.hasOwn(beside, plainName(other, name)) ? beside[other] : undefined
      return found ? memorySource(other, found, beside) : fail('file-missing', { file: other })
    },
  }
}

/** A name that stays in its folder. */
function plainName(name: string, file: string): string {
  const isPlain = name !== '' && name !== '.' && name !== '..' && basename(name) === name
  if (isPlain && !/[\\\0]/.test(name)) return name
  return fail('path-refused', { file, found: name, expected: 'a file of the same folder' })
}

/**
 * Opens a file beside a source, hands it to `use`, and closes it whatever happens.
 *
 * @throws {NeurarrowError} as `Source.sibling`; `file-missing` where nothing lies beside the source
 */
export async function withSibling<T>(
  source: Source,
  name: string,
  use: (sibling: Source) => Promise<T>,
): Promise<T> {
  const opened = await (source.sibling?.(name) ?? fail('file-missing', { file: name }))
  try {
    return await use(opened)
  } finally {
    await opened.close?.()
  }
}

/**
 * The first of some names that is a file beside a source.
 *
 * @returns `undefined` when none is
 * @throws {NeurarrowError} as `Source.sibling`, but for `file-missing`
 */
export async function firstSibling(
  source: Source,
  names: readonly string[],
): Promise<string | undefined> {
  for (const name of names) {
    try {
      return await withSibling(source, name, async () => name)
    } catch (thrown) {
      if (!(thrown instanceof NeurarrowError) || thrown.code !== 'file-missing') throw thrown
    }
  }
  return undefined
}

/**
 * Opens a file, hands it to `use`, and closes it whatever happens.
 *
 * @throws {NeurarrowError} as `fileSource`
 */
export async function withFile<T>(path: string, use: (source: Source) => Promise<T>): Promise<T> {
  const source = await fileSource(path)
  try {
    return await use(source)
  } finally {
    await source.close?.()
  }
}

/**
 * The bytes [from, to) of a source, all of them.
 *
 * @param room where they may be put, as `Source.read` has it
 * @throws {NeurarrowError} `file-truncated` when the source ends before `to`
 */
export async function readExactly(
  source: Source,
  from: number,
  to: number,
  room?: Uint8Array,
): Promise<Uint8Array> {
  const bytes = await source.read(from, to, room)
  if (bytes.length < to - from) {
    fail('file-truncated', { file: source.name, byte: from + bytes.length, expected: to })
  }
  return bytes
}

async function readInto(
  bytes: Uint8Array,
  handle: FileHandle,
  file: string,
  from: number,
): Promise<Uint8Array> {
  let got = 0
  while (got < bytes.length) {
    const { bytesRead } = await handle
      .read(bytes, got, bytes.length - got, from + got)
      .catch((cause) => fail('file-unreadable', { file, byte: from + got }, cause))
    if (bytesRead === 0) break
    got += bytesRead
  }
  return bytes.subarray(0, got)
}

function unopened(file: string, cause: NodeJS.ErrnoException): never {
  const missing = cause.code === 'ENOENT' || cause.code === 'ENOTDIR'
  return fail(missing ? 'file-missing' : 'file-unreadable', { file, found: cause.code }, cause)
}
