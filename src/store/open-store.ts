import { diskStore } from './disk.ts'
import type { StoreLocation } from './location.ts'
import type { Store } from './store.ts'

/** How long a store is tried; nothing here changes what is stored. */
export interface StorePatience {
  /**
   * Seconds for which a bucket that cannot be reached is tried again; those of the environment's
   * `NEURARROW_STORE_WAIT_S` without it, 60 without either. A folder is tried once.
   */
  readonly waitS?: number
  /** Ends the waiting with `interrupted`. */
  readonly signal?: AbortSignal
}

/** The store at a location. Nothing is read or connected to before the store is used. */
export async function openStore(
  location: StoreLocation,
  patience: StorePatience = {},
): Promise<Store> {
  if (location.at === 'folder') return diskStore(location.folder)
  const { s3Store } = await import('./s3.ts')
  return s3Store(location, patience)
}

/** Seconds that the first look at a store may take. */
const firstLookS = 5

/**
 * Opens the store at a location after one look at it, so that a wrong address, bucket or credential
 * ends here within seconds, before any work.
 *
 * @throws {NeurarrowError} `store-unreachable`, `store-denied`, `store-missing`, `store-failed`
 */
export async function reachStore(
  location: StoreLocation,
  patience: StorePatience = {},
): Promise<Store> {
  const first = await openStore(location, { ...patience, waitS: patience.waitS ?? firstLookS })
  await first.load('first-look')
  return openStore(location, patience)
}
