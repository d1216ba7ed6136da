import { fail } from '../errors.ts'
import { edfContent } from '../io/edf-content.ts'
import { encodeEdf } from '../io/write-edf.ts'
import type { Reader, Source } from '../reader.ts'
import type { Table } from '../tables/table.ts'

/** Where a table comes from, and what it becomes. */
export interface EdfRequest {
  readonly reader: Reader
  readonly source: Source
  readonly format: 'edf' | 'bdf'
}

/**
 * The bytes of a recording as EDF+ or BDF+, with its events as annotations.
 *
 * @throws {NeurarrowError} `kind-mismatch` for an image, and as `edfContent`
 */
export async function edfOf(
  table: Table,
  { reader, source, format }: EdfRequest,
): Promise<Uint8Array> {
  if (table.kind !== 'signals') {
    fail('kind-mismatch', { file: source.name, found: table.kind, expected: 'signals' })
  }
  const info = await reader.inspect(source)
  const startedAt = 'startedAt' in info ? info.startedAt : undefined
  const events = (await reader.events?.(source)) ?? []
  return encodeEdf(edfContent(table as Table<'signals'>, { format, startedAt, events }))
}
