import type { Source } from '../reader.ts'
import type { EdfHeader, EdfSignal } from './edf-header.ts'
import { readExactly } from './source.ts'

/** Some data records, as far as the wanted signals go. */
export interface RecordBlock {
  /** Used again for the next block. */
  readonly bytes: Uint8Array
  /** Bytes from one record to the next. */
  readonly stride: number
  /** Number of the first record in the file. */
  readonly first: number
  readonly count: number
  /** For each wanted signal, its first byte within a record of this block. */
  readonly offsets: readonly number[]
}

/** Bytes between two signals that are cheaper to read than to skip. */
const worthSkipping = 64 * 1024
/** What the nearest larger cache holds. */
const blockBytes = 1024 * 1024
const readsAtOnce = 16

interface Range {
  readonly from: number
  readonly to: number
}

/**
 * Reads records [fromRecord, toRecord) in blocks of 1 MB, as few bytes of each as the wanted
 * signals need: gaps above 64 KiB are skipped.
 *
 * @throws {NeurarrowError} `file-truncated` when the file ends before
 */
export async function* recordBlocks(
  source: Source,
  header: EdfHeader,
  wanted: readonly EdfSignal[],
  [fromRecord, toRecord]: readonly [number, number],
): AsyncGenerator<RecordBlock> {
  if (wanted.length === 0) return
  const ranges = rangesOf(header, wanted)
  const used = ranges.reduce((sum, range) => sum + range.to - range.from, 0)
  const [{ from: first }, last] = [ranges[0], ranges[ranges.length - 1]]
  const gapless = ranges.length === 1 && header.recordBytes - used < worthSkipping
  const stride = gapless ? header.recordBytes : used
  const offsets = wanted.map((signal) =>
    gapless ? signal.offset - first : packedOffset(ranges, signal.offset),
  )
  const step = Math.max(1, Math.floor(blockBytes / stride))
  const room = new Uint8Array(Math.min(step, Math.max(0, toRecord - fromRecord)) * stride)
  for (let record = fromRecord; record < toRecord; record += step) {
    const count = Math.min(step, toRecord - record)
    const at = header.headerBytes + record * header.recordBytes
    const end = at + (count - 1) * header.recordBytes + last.to
    const bytes = gapless
      ? await readExactly(source, at + first, end, room)
      : await readPacked(source, { at, step: header.recordBytes, count, ranges, stride, room })
    yield { bytes, stride, first: record, count, offsets }
  }
}

/** The parts of a record that hold the wanted signals, near ones in one. */
function rangesOf(header: EdfHeader, wanted: readonly EdfSignal[]): Range[] {
  const sorted = [...wanted].sort((a, b) => a.offset - b.offset)
  const ranges: { from: number; to: number }[] = []
  for (const { offset, perRecord } of sorted) {
    const last = ranges[ranges.length - 1]
    const to = offset + perRecord * header.bytesPerSample
    if (last && offset - last.to < worthSkipping) last.to = Math.max(last.to, to)
    else ranges.push({ from: offset, to })
  }
  return ranges
}

function packedOffset(ranges: readonly Range[], offset: number): number {
  let before = 0
  for (const { from, to } of ranges) {
    if (offset < to) return before + offset - from
    before += to - from
  }
  return before
}

interface Packing {
  /** First byte of the first record. */
  readonly at: number
  /** Bytes from record to record in the file. */
  readonly step: number
  readonly count: number
  readonly ranges: readonly Range[]
  readonly stride: number
  /** Receives the records. */
  readonly room: Uint8Array
}

async function readPacked(source: Source, packing: Packing): Promise<Uint8Array> {
  const { at, step, count, ranges, stride } = packing
  const out = packing.room.subarray(0, count * stride)
  const readOne = async (record: number) => {
    let to = record * stride
    for (const range of ranges) {
      const start = at + record * step
      out.set(await readExactly(source, start + range.from, start + range.to), to)
      to += range.to - range.from
    }
  }
  for (let record = 0; record < count; record += readsAtOnce) {
    const some = Math.min(readsAtOnce, count - record)
    await Promise.all(Array.from({ length: some }, (_, i) => readOne(record + i)))
  }
  return out
}
