import { diskStore } from './disk.ts'
import type { StoreLocation } from './location.ts'
import type { Store } from './store.ts'

/** The store at a location. Nothing is read or connected to before the store is used. */
export async function openStore(location: StoreLocation): Promise<Store> {
  return diskStore(location.folder)
}
