import { createHash } from 'node:crypto'
import { fail } from '../errors.ts'

const digits = 64

/**
 * Where a document lies in a store: `documents/<name>`.
 *
 * @throws {NeurarrowError} `internal` for a name that leaves that place
 */
export function documentPath(name: string): string {
  const isPlain = /^\w[\w.-]*(\/\w[\w.-]*)*$/.test(name)
  return isPlain ? `documents/${name}` : fail('internal', { document: name })
}

/** SHA-256 of bytes, or of pieces that follow each other, in hexadecimal. */
export function sha256Of(bytes: Uint8Array | readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) hash.update(piece)
  return hash.digest('hex')
}

/**
 * A document with its own SHA-256 as a first line. Both are one file or object, so that of several
 * writers one prevails with both.
 */
export function seal(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${sha256Of(bytes)}\n`), bytes])
}

/**
 * The document in sealed bytes, a view of them.
 *
 * @throws {NeurarrowError} `store-corrupt` when they are not what was sealed
 */
export function unseal(sealed: Uint8Array, file: string): Uint8Array {
  const bytes = sealed.subarray(digits + 1)
  verify(bytes, Buffer.from(sealed.subarray(0, digits)).toString('latin1'), file)
  return bytes
}

/** @throws {NeurarrowError} `store-corrupt` when bytes do not have the SHA-256 that is expected */
export function verify(bytes: Uint8Array, expected: string | undefined, file: string): void {
  const found = sha256Of(bytes)
  const remedy = 'delete it from the store, then run again'
  if (found !== expected) fail('store-corrupt', { file, expected, found, remedy })
}
