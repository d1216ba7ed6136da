import { fail } from '../errors.ts'
import { arrow } from './arrow.ts'
import { type Kind, kinds } from './kind.ts'
import type { Table } from './table.ts'

/**
 * Writes a table as an Arrow IPC file, which pandas, polars, R and DuckDB open.
 *
 * Equal tables give equal bytes. Lists are written as they lie in memory.
 */
export function encodeTable(table: Table): Uint8Array {
  return joined(encodePieces(table))
}

/** Smaller pieces are joined with those beside them, bytes. */
const smallPiece = 64 * 1024

/**
 * The bytes of `encodeTable`, one piece after the other; large pieces are the table's own memory,
 * so that a large table is not copied.
 */
export function encodePieces(table: Table): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let small: Uint8Array[] = []
  for (const chunk of chunksOf(table)) {
    if (chunk.byteLength < smallPiece) {
      small.push(chunk)
      continue
    }
    pieces.push(joined(small), chunk)
    small = []
  }
  return [...pieces, joined(small)].filter(({ length }) => length > 0)
}

function chunksOf(table: Table): Uint8Array[] {
  const { AsyncByteQueue, RecordBatchFileWriter } = arrow()
  const chunks: Uint8Array[] = []
  const sink = new AsyncByteQueue<Uint8Array>()
  // Arrow's own joining of chunks takes two columns that share an array for one piece of bytes.
  sink.write = (chunk) => chunks.push(chunk as Uint8Array)
  const writer = new RecordBatchFileWriter().reset(sink)
  writer.write(table.arrow)
  writer.finish()
  return chunks
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

/**
 * Reads a table from the bytes of an Arrow IPC file; its columns are views of these bytes.
 *
 * @throws {NeurarrowError} `file-corrupt` when the bytes are no Arrow file, or not one of ours
 */
export function decodeTable(bytes: Uint8Array, file?: string): Table {
  const read = readArrow(bytes, file)
  const kind = read.schema.metadata.get('neurarrow.kind')
  if (kind === undefined || !(kind in kinds) || read.batches.length > 1) {
    return fail('file-corrupt', { file, found: kind, expected: 'one batch of a neurarrow table' })
  }
  const meta = Object.fromEntries(read.schema.metadata)
  delete meta['neurarrow.kind']
  return { kind: kind as Kind, rows: read.numRows, meta, arrow: read }
}

function readArrow(bytes: Uint8Array, file?: string) {
  try {
    return arrow().tableFromIPC(bytes)
  } catch (cause) {
    return fail('file-corrupt', { file, expected: 'an Arrow IPC file' }, cause)
  }
}
