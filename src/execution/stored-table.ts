import { NeurarrowError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import type { Table } from '../tables/table.ts'

/** A stored table; one that is not whole is as one that is not there, and is made again. */
export async function storedTable(store: Store, key: string): Promise<Table | undefined> {
  try {
    return (await store.has(key)) ? await store.get(key) : undefined
  } catch (thrown) {
    if (thrown instanceof NeurarrowError && thrown.code === 'store-corrupt') return undefined
    throw thrown
  }
}
