import { NeurarrowError } from '../errors.ts'
import type { Store } from '../store/disk.ts'
import type { Table } from '../tables/table.ts'

/** A stored table; one that is not whole is as one that is not there, and is made again. */
export function storedTable(store: Store, key: string): Table | undefined {
  try {
    return store.has(key) ? store.get(key) : undefined
  } catch (thrown) {
    if (thrown instanceof NeurarrowError && thrown.code === 'store-corrupt') return undefined
    throw thrown
  }
}
