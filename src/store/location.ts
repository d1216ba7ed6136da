import { resolve } from 'node:path'
import { fail } from '../errors.ts'

/** Where a store is, as plain data that can be sent to a thread or written down: no credentials. */
export interface StoreLocation {
  readonly at: 'folder'
  /** Absolute path. */
  readonly folder: string
}

/**
 * Reads a location: the path of a folder, which is made absolute.
 *
 * @throws {NeurarrowError} `arguments-invalid` for anything with a scheme
 */
export function parseLocation(text: string): StoreLocation {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text))
    fail('arguments-invalid', { option: '--store', expected: 'a folder' })
  return { at: 'folder', folder: resolve(text) }
}

/**
 * The folder for what concerns this machine alone (hashes of its files, plans of its last runs): the
 * store's own.
 */
export function memoryFolder(location: StoreLocation): string {
  return location.folder
}
