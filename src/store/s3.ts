import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { fail } from '../errors.ts'
import { decodeTable, encodeTable } from '../tables/ipc.ts'
import { locationText, type StoreLocation } from './location.ts'
import type { StorePatience } from './open-store.ts'
import { patiently } from './patiently.ts'
import { endpointOf, s3Client, waitOf } from './s3-client.ts'
import { isAbsent, s3Failure } from './s3-failure.ts'
import { documentPath, seal, sha256Of, unseal, verify } from './seal.ts'
import type { Store } from './store.ts'
import { writeWhole } from './write-whole.ts'

/**
 * A store in a bucket of any service that speaks the S3 API, laid out as in a folder:
 * `<prefix>/<first two of the key>/<key>.arrow`, documents under `<prefix>/documents`.
 *
 * Each is one object, which the service shows whole or not at all. The SHA-256 of a table stands in
 * its metadata entry `sha256`; a table that is there already is written again with the same bytes,
 * which changes nothing. Region, endpoint and credentials come from the environment, as the AWS
 * tools read them. Rights to get and put objects and to list the bucket are needed: without the
 * last one S3 hides whether an object is there.
 */
export function s3Store(
  location: Extract<StoreLocation, { at: 's3' }>,
  patience: StorePatience,
): Store {
  const bucket = openBucket(location, patience)
  const tableOf = (key: string) => `${key.slice(0, 2)}/${key}.arrow`
  return {
    location,
    has: (key) => bucket.has(tableOf(key)),
    async get(key) {
      const name = tableOf(key)
      const file = bucket.address(name)
      const remedy = 'run again: what is missing is made anew'
      const found = (await bucket.read(name)) ?? fail('store-corrupt', { file, key, remedy })
      verify(found.bytes, found.sha256, file)
      return decodeTable(found.bytes, file)
    },
    put(key, table) {
      const bytes = encodeTable(table)
      return bucket.write(tableOf(key), bytes, { sha256: sha256Of(bytes) })
    },
    async place(key, path) {
      const name = tableOf(key)
      const file = bucket.address(name)
      const found = (await bucket.read(name)) ?? fail('store-corrupt', { file, key })
      verify(found.bytes, found.sha256, file)
      writeWhole(path, found.bytes)
    },
    async load(name) {
      const found = await bucket.read(documentPath(name))
      return found && unseal(found.bytes, bucket.address(documentPath(name)))
    },
    save: (name, bytes) => bucket.write(documentPath(name), seal(bytes)),
  }
}

interface Fetched {
  readonly bytes: Uint8Array
  /** What the metadata says. */
  readonly sha256?: string
}

/** Objects by name below the prefix. */
interface Bucket {
  address(name: string): string
  has(name: string): Promise<boolean>
  read(name: string): Promise<Fetched | undefined>
  write(name: string, bytes: Uint8Array, metadata?: Record<string, string>): Promise<void>
}

function openBucket(
  location: Extract<StoreLocation, { at: 's3' }>,
  { waitS = waitOf(process.env), signal }: StorePatience,
): Bucket {
  const client = s3Client(process.env)
  const endpoint = endpointOf(process.env)
  const address = (name: string) => `${locationText(location)}/${name}`
  const place = (name: string) => ({
    Bucket: location.bucket,
    Key: [location.prefix, name].filter(Boolean).join('/'),
  })
  const trying = <T>(name: string, ask: () => Promise<T>): Promise<T> =>
    patiently(
      () =>
        ask().catch((thrown) => {
          throw s3Failure(thrown, { store: address(name), endpoint })
        }),
      { waitS, signal },
    )
  return {
    address,
    has: (name) =>
      trying(name, () => client.send(new HeadObjectCommand(place(name))).then(() => true, absent)),
    async read(name) {
      const found = await trying(name, () => fetchObject(name).catch(absent))
      return found === false ? undefined : found
    },
    async write(name, Body, Metadata) {
      const sent = { ...place(name), Body, ContentLength: Body.length, Metadata }
      await trying(name, () => client.send(new PutObjectCommand(sent)))
    },
  }

  async function fetchObject(name: string): Promise<Fetched> {
    const { Body, Metadata } = await client.send(new GetObjectCommand(place(name)))
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array()
    return { bytes, sha256: Metadata?.sha256 }
  }
}

/** That an object is not there is an answer; anything else is a failure. */
function absent(thrown: unknown): false {
  if (isAbsent(thrown)) return false
  throw thrown
}
