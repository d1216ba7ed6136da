import { resolve } from 'node:path'
import { fail } from '../errors.ts'

/** Where a store is, as plain data that can be sent to a thread or written down: no credentials. */
export type StoreLocation =
  | { readonly at: 'folder'; readonly folder: string }
  | { readonly at: 's3'; readonly bucket: string; readonly prefix: string }

/**
 * Reads a location: `s3://bucket` or `s3://bucket/prefix`, else the path of a folder, which is made
 * absolute.
 *
 * @throws {NeurarrowError} `arguments-invalid` for nothing, another scheme, or a bucket that cannot
 *   be one; what was given is not repeated when it might hold a password
 */
export function parseLocation(text: string): StoreLocation {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(text)?.[1]
  const expected = 'a folder or s3://bucket/prefix'
  if (text === '') fail('arguments-invalid', { option: '--store', value: text, expected })
  if (scheme === undefined) return { at: 'folder', folder: resolve(text) }
  const [, bucket, prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([^?#]*))?$/.exec(text) ?? []
  if (bucket === undefined) {
    const value = text.includes('@') ? `${scheme}://...` : text
    fail('arguments-invalid', { option: '--store', value, expected })
  }
  return { at: 's3', bucket, prefix: prefix.split('/').filter(Boolean).join('/') }
}

/** The location as it is given on the command line. */
export function locationText(location: StoreLocation): string {
  if (location.at === 'folder') return location.folder
  return `s3://${[location.bucket, location.prefix].filter(Boolean).join('/')}`
}

/**
 * The folder for what concerns this machine alone (hashes of its files, plans of its last runs):
 * the store's own, or `.neurarrow` beside a store that is elsewhere.
 */
export function memoryFolder(location: StoreLocation): string {
  return location.at === 'folder' ? location.folder : resolve('.neurarrow')
}
