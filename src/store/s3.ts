import { createHash } from 'node:crypto'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { fail } from '../errors.ts'
import { decodeTable, encodeTable } from '../tables/ipc.ts'
import { locationText, type StoreLocation } from './location.ts'
import type { StorePatience } from './open-store.ts'
import { patiently } from './patiently.ts'
import { endpointOf, s3Client, waitOf } from './s3-client.ts'
import { isAbsent, s3Failure } from './s3-failure.ts'
import type { Store } from './store.ts'

/**
 * A store in a bucket of any service that speaks the S3 API, laid out as in a folder:
 * `<prefix>/<first two of the key>/<key>.arrow`, documents under `<prefix>/documents`.
 *
 * Each is one object, whose SHA-256 stands in its metadata entry `sha256`: the service shows all of
 * an object or nothing, so bytes and hash never disagree. A table is written again with the same
 * bytes when it is there already, which changes nothing. Region, endpoint and credentials come from
 * the environment, as the AWS tools read them. Rights to get and put objects and to list the bucket
 * are needed: without the last one S3 hides whether an object is there.
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
      const remedy = 'run again: what stands on it is made anew'
      const bytes = (await bucket.read(name)) ?? fail('store-corrupt', { file, key, remedy })
      return decodeTable(bytes, file)
    },
    put: (key, table) => bucket.write(tableOf(key), encodeTable(table)),
    load: (name) => bucket.read(`documents/${name}`),
    save: (name, bytes) => bucket.write(`documents/${name}`, bytes),
  }
}

/** Verified bytes by name below the prefix. */
interface Bucket {
  address(name: string): string
  has(name: string): Promise<boolean>
  read(name: string): Promise<Uint8Array | undefined>
  write(name: string, bytes: Uint8Array): Promise<void>
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
      if (found === false) return undefined
      verify(found, address(name))
      return found.bytes
    },
    async write(name, bytes) {
      const sent = {
        Body: bytes,
        ContentLength: bytes.length,
        Metadata: { sha256: sha256Of(bytes) },
      }
      await trying(name, () => client.send(new PutObjectCommand({ ...place(name), ...sent })))
    },
  }

  async function fetchObject(name: string): Promise<Fetched> {
    const { Body, Metadata } = await client.send(new GetObjectCommand(place(name)))
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array()
    return { bytes, sha256: Metadata?.sha256 }
  }
}

interface Fetched {
  readonly bytes: Uint8Array
  readonly sha256?: string
}

/** That an object is not there is an answer; anything else is a failure. */
function absent(thrown: unknown): false {
  if (isAbsent(thrown)) return false
  throw thrown
}

function verify({ bytes, sha256: expected }: Fetched, file: string): void {
  const found = sha256Of(bytes)
  const remedy = 'delete this object, then run again'
  if (found !== expected) fail('store-corrupt', { file, expected, found, remedy })
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
