import type { Table } from '../tables/table.ts'
import type { StoreLocation } from './location.ts'

/**
 * Tables by content key, and a few documents by name. Threads, processes and machines may use one
 * store at the same time: a reader sees all of what was stored or nothing, and verifies the bytes.
 *
 * Failures of all methods: `store-unreachable` and `store-full`, whose fact `transient` is true
 * as they may pass; `store-denied`, `store-missing` and `store-failed`, which stay.
 */
export interface Store {
  readonly location: StoreLocation
  /** Whether the table of a key is there. */
  has(key: string): Promise<boolean>
  /** @throws {NeurarrowError} `store-corrupt` when the bytes are not those that were stored */
  get(key: string): Promise<Table>
  /** Stores a table; a key that is there already is left as it is. */
  put(key: string, table: Table): Promise<void>
  /** Makes a stored table appear as a file too; a file that is there is replaced. */
  place(key: string, path: string): Promise<void>
  /**
   * The bytes of a document such as `runs/<key>/run.json`, or `undefined` when there is none.
   *
   * @throws {NeurarrowError} `store-corrupt`
   */
  load(name: string): Promise<Uint8Array | undefined>
  /** Stores a document; the last of several writers prevails. */
  save(name: string, bytes: Uint8Array): Promise<void>
}
