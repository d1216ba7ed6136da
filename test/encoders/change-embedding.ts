import { decodeTable, encodeTable } from '../../src/tables/ipc.ts'
import { columnsOf, lists, listsOf, makeTable } from '../../src/tables/table.ts'

/** A golden table in which one expected number is moved by a ten-thousandth of the largest. */
export function changeEmbedding(bytes: Buffer): Uint8Array {
  const table = decodeTable(bytes)
  const { values, size } = listsOf(table, 'embedding')
  const changed = values.slice()
  changed[3] += 1e-3
  const columns = { ...columnsOf(table), embedding: lists(changed, size) }
  return encodeTable(makeTable('tokens', columns, table.meta))
}
