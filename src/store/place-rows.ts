import { join } from 'node:path'
import type { Store } from './store.ts'

/** Where the rows of a recording are stored. */
export interface StoredRows {
  readonly recording: string
  readonly key: string
}

/** Puts the rows of recordings into a run's folder: `rows/<recording>.arrow`. */
export async function placeRows(
  rows: readonly StoredRows[],
  store: Store,
  folder: string,
): Promise<void> {
  for (const { recording, key } of rows) {
    await store.place(key, join(folder, 'rows', `${encodeURIComponent(recording)}.arrow`))
  }
}
