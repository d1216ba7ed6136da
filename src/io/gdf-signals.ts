import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import { scaleIntegers } from '../kernels/scale-integers.ts'
import type { Source } from '../reader.ts'
import type { SegmentSamples } from '../tables/signals.ts'
import type { GdfChannel, GdfHeader } from './gdf-header.ts'
import { bytesOfNumber, numbersIn } from './number-reader.ts'
import { readExactly } from './source.ts'

/** A channel that is wanted, under the name it gets. */
export type GdfRow = GdfChannel

/** What is wanted: rows in order, and a span from the start of the recording, s. */
export interface GdfWanted {
  readonly rows: readonly GdfRow[]
  /** Times [from, to) that adjoin, s. */
  readonly pieces: readonly (readonly [number, number])[]
  readonly fromS: number
  readonly toS: number
}

const mostSamples = 2 ** 31 - 1
const blockBytes = 1024 * 1024
/** Longer records do not go through WebAssembly, whose memory is bounded. */
const mostScaled = 64 * blockBytes
/** Codes of a stimulus channel are the low 17 bits, as MNE-Python reads them. */
const codeBits = 0x1ffff

/**
 * Reads the wanted rows and times, converted to their units.
 *
 * @returns for each piece of the recording one block for each rate, in the order of its first row;
 *   a piece or a rate without a sample in the span is left out
 * @throws {NeurarrowError} `file-corrupt` for a row without a usable range, `file-too-large`,
 *   `file-truncated`
 */
export async function readGdfSignals(
  source: Source,
  header: GdfHeader,
  { rows, pieces, fromS, toS }: GdfWanted,
): Promise<SegmentSamples[]> {
  const { name: file } = source
  const bad = rows.find(({ gain }) => Number.isNaN(gain))
  if (bad) fail('file-corrupt', { file, byte: bad.rangeByte, channel: bad.name })
  const counts = [...new Set(rows.map(({ perRecord }) => perRecord))]
  const segments: SegmentSamples[] = []
  let total = 0
  for (const [index, piece] of pieces.entries()) {
    const span = [Math.max(fromS, piece[0]), Math.min(toS, piece[1])] as const
    for (const perRecord of counts) {
      const rateHz = perRecord / header.recordS
      // a millionth of a sample: binary noise of a time that is meant to lie on one
      const [from, end] = span.map((timeS) => Math.max(0, Math.ceil(timeS * rateHz - 1e-6)))
      const to = Math.min(end, perRecord * header.records)
      if (!(to > from)) continue
      const own = rows.filter((row) => row.perRecord === perRecord)
      total += own.length * (to - from)
      if (total > mostSamples) {
        const remedy = 'read fewer channels or a shorter span'
        fail('file-too-large', { file, byte: 236, samples: total, remedy })
      }
      const values = await readGroup(source, header, own, [from, to])
      const channels = own.map(({ name }) => name)
      segments.push({ channels, startS: from / rateHz, rateHz, values, index })
    }
  }
  return segments
}

/** Samples [from, to) of rows of one rate, shape [R, to - from]. */
async function readGroup(
  source: Source,
  header: GdfHeader,
  rows: readonly GdfRow[],
  [from, to]: readonly [number, number],
): Promise<Float32Array> {
  const { headerBytes, recordBytes } = header
  const { perRecord } = rows[0]
  const length = to - from
  const out = unset32(rows.length * length)
  const [first, last] = [Math.floor(from / perRecord), Math.ceil(to / perRecord)]
  const step = Math.max(1, Math.floor(blockBytes / recordBytes))
  const isPlain =
    header.channels.every(({ numbers }) => numbers === 'int16') &&
    rows.every(({ type }) => type !== 'stim') &&
    recordBytes <= mostScaled
  const room = new Uint8Array(Math.min(step, last - first) * recordBytes)
  for (let record = first; record < last; record += step) {
    const count = Math.min(step, last - record)
    const at = headerBytes + record * recordBytes
    const bytes = await readExactly(source, at, at + count * recordBytes, room)
    const span = { record, count, from, length }
    if (isPlain) scaleBlock(bytes, header, rows, { ...span, out })
    else decodeBlock(bytes, header, rows, { ...span, out })
  }
  return out
}

/** Some records, and the rows of `length` samples that they go to, which begin at sample `from`. */
interface BlockOut {
  readonly record: number
  readonly count: number
  readonly from: number
  readonly length: number
  readonly out: Float32Array
}

/** Records of 16-bit numbers. */
function scaleBlock(
  bytes: Uint8Array,
  { recordBytes: stride }: GdfHeader,
  rows: readonly GdfRow[],
  { record, count, from, length, out }: BlockOut,
): void {
  const { perRecord } = rows[0]
  const scaled = scaleIntegers({ bytes, stride, records: count, width: 2 }, perRecord)
  const start = record * perRecord - from
  for (const [r, { offset, gain, base }] of rows.entries()) {
    const values = scaled({ offset, length: perRecord, zero: 0, gain, base })
    const [low, high] = [Math.max(0, -start), Math.min(values.length, length - start)]
    if (high > low) out.set(values.subarray(low, high), r * length + start + low)
  }
}

/** Records of any numbers. */
function decodeBlock(
  bytes: Uint8Array,
  header: GdfHeader,
  rows: readonly GdfRow[],
  { record, count, from, length, out }: BlockOut,
): void {
  const find = numbersOf(bytes, header)
  for (const [r, row] of rows.entries()) {
    const into = out.subarray(r * length, (r + 1) * length)
    for (let k = 0; k < count; k++) {
      decode(find(row, k), row, into, (record + k) * row.perRecord - from)
    }
  }
}

/** Numbers of a channel in one record: place i of them is place `first` + i of `values`. */
interface Found {
  readonly values: ArrayLike<number>
  readonly first: number
}

/** Finds the numbers of a channel in record k of some; all at once where all are of one type. */
function numbersOf(bytes: Uint8Array, { channels, recordBytes }: GdfHeader) {
  const [{ numbers: type }] = channels
  const width = bytesOfNumber[type]
  if (channels.every(({ numbers }) => numbers === type)) {
    const values = numbersIn(bytes, type, true)
    return ({ offset }: GdfRow, k: number): Found => {
      return { values, first: (k * recordBytes + offset) / width }
    }
  }
  return ({ offset, numbers, perRecord }: GdfRow, k: number): Found => {
    const at = k * recordBytes + offset
    const own = bytes.subarray(at, at + perRecord * bytesOfNumber[numbers])
    return { values: numbersIn(own, numbers, true), first: 0 }
  }
}

/** One record of a channel; sample i goes to place start + i, where there is one. */
function decode({ values, first }: Found, row: GdfRow, into: Float32Array, start: number): void {
  const { perRecord, gain, base, type } = row
  const last = Math.min(perRecord, into.length - start)
  for (let i = Math.max(0, -start); i < last; i++) into[start + i] = values[first + i] * gain + base
  if (type !== 'stim') return
  for (let i = Math.max(0, -start); i < last; i++) {
    into[start + i] = Math.trunc(values[first + i] * gain + base) & codeBits
  }
}
