import type { Table } from './table.ts'

/** What of a table's metadata says where its features lie in the head; empty where nothing does. */
export function placesMeta({ meta }: Pick<Table, 'meta'>): Record<string, string> {
  const { grid, parcels } = meta
  return {
    ...(grid === undefined ? {} : { grid }),
    ...(parcels === undefined ? {} : { parcels }),
  }
}
