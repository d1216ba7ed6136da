import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import { scaleIntegers } from '../kernels/scale-integers.ts'
import type { Source } from '../reader.ts'
import type { SegmentSamples } from '../tables/signals.ts'
import { calibrationOf, type EdfHeader, type EdfSignal } from './edf-header.ts'
import { type RecordBlock, recordBlocks } from './edf-records.ts'
import type { EdfPiece } from './edf-timeline.ts'

/** A row that is wanted: a signal under the name it gets. */
export interface EdfRow {
  readonly name: string
  readonly signal: EdfSignal
}

/** What is wanted: rows in order, and a span from the start of the recording, s. */
export interface EdfWanted {
  readonly rows: readonly EdfRow[]
  readonly pieces: readonly EdfPiece[]
  readonly fromS: number
  readonly toS: number
}

/** Samples that one table may hold: offsets of its lists are 32-bit. */
const mostSamples = 2 ** 31 - 1

/** Codes of a stimulus channel are the low 17 bits, as MNE-Python reads BioSemi's status. */
const codeBits = 0x1ffff

/** A row on its way: samples [from, to) of the piece go to `out` from `at` on. */
interface Target {
  readonly signal: EdfSignal
  readonly out: Float32Array
  readonly at: number
  readonly from: number
  readonly to: number
}

/** Rows of one rate within one piece. */
interface Group {
  readonly segment: SegmentSamples
  readonly targets: readonly Target[]
}

/**
 * Reads the wanted rows and times, converted to their units.
 *
 * @returns for each piece of the recording, one block for each rate, in the order of its first row;
 *   a piece or a rate without a sample in the span is left out
 * @throws {NeurarrowError} `file-corrupt` for a row without a usable range, `file-too-large` for
 *   more samples than a table holds, `file-truncated`
 */
export async function readSignals(
  source: Source,
  header: EdfHeader,
  wanted: EdfWanted,
): Promise<SegmentSamples[]> {
  const seconds = wanted.pieces.reduce((sum, piece) => sum + overlapS(piece, wanted), 0)
  const perSecond = wanted.rows.reduce((sum, row) => sum + rateOf(row.signal, header), 0)
  if (seconds * perSecond > mostSamples) {
    const remedy = 'read fewer channels or a shorter span'
    fail('file-too-large', { file: source.name, byte: 236, samples: seconds * perSecond, remedy })
  }
  const segments: SegmentSamples[] = []
  for (const [index, piece] of wanted.pieces.entries()) {
    const groups = groupsOf(header, wanted, piece, index)
    await fillGroups(source, header, piece, groups)
    segments.push(...groups.map((group) => group.segment))
  }
  return segments
}

function overlapS(piece: EdfPiece, { fromS, toS }: EdfWanted): number {
  const end = Math.min(piece.startS + piece.durationS, toS)
  return Math.max(0, end - Math.max(piece.startS, fromS))
}

function rateOf(signal: EdfSignal, header: EdfHeader): number {
  return signal.perRecord / header.recordS
}

function groupsOf(
  header: EdfHeader,
  { rows, fromS, toS }: EdfWanted,
  piece: EdfPiece,
  index: number,
): Group[] {
  const counts = [...new Set(rows.map((row) => row.signal.perRecord))].filter((n) => n > 0)
  return counts.flatMap((perRecord) => {
    const rateHz = perRecord / header.recordS
    // a millionth of a sample: binary noise of a time that is meant to lie on one
    const sampleAt = (timeS: number) => Math.ceil((timeS - piece.startS) * rateHz - 1e-6)
    const from = Math.max(0, sampleAt(fromS))
    const to = Math.min(piece.records * perRecord, sampleAt(toS))
    if (to <= from) return []
    const own = rows.filter((row) => row.signal.perRecord === perRecord)
    const values = unset32(own.length * (to - from))
    const channels = own.map((row) => row.name)
    const startS = piece.startS + from / rateHz
    const targets = own.map(({ signal }, row) => {
      return { signal, out: values, at: row * (to - from), from, to }
    })
    return [{ segment: { channels, startS, rateHz, values, index }, targets }]
  })
}

async function fillGroups(
  source: Source,
  header: EdfHeader,
  piece: EdfPiece,
  groups: readonly Group[],
): Promise<void> {
  const targets = groups.flatMap((group) => group.targets)
  const first = targets.map(({ from, signal }) => Math.floor(from / signal.perRecord))
  const last = targets.map(({ to, signal }) => Math.ceil(to / signal.perRecord))
  const fromRecord = piece.firstRecord + first.reduce((a, b) => Math.min(a, b), piece.records)
  const toRecord = piece.firstRecord + last.reduce((a, b) => Math.max(a, b), 0)
  const signals = targets.map((target) => target.signal)
  const decoders = targets.map((target) => decoderOf(target, header, source.name))
  const longest = signals.reduce((most, { perRecord }) => Math.max(most, perRecord), 0)
  const width = header.bytesPerSample
  for await (const block of recordBlocks(source, header, signals, [fromRecord, toRecord])) {
    const record = block.first - piece.firstRecord
    const scaled = scaleIntegers({ ...block, records: block.count, width }, longest)
    for (const [i, decode] of decoders.entries()) {
      decode({ ...block, width, record, scaled }, block.offsets[i])
    }
  }
}

interface Numbers extends RecordBlock {
  /** Bytes of an integer. */
  readonly width: number
  /** The block's first record, counted from the piece's first. */
  readonly record: number
  readonly scaled: ReturnType<typeof scaleIntegers>
}

type Decode = (block: Numbers, offset: number) => void

function decoderOf(target: Target, header: EdfHeader, file: string): Decode {
  const { signal } = target
  const isBdf = header.bytesPerSample === 3
  if (signal.type === 'stim' && isBdf) return (block, offset) => decodeCodes(block, offset, target)
  const { gain, base } = calibrationOf(signal, file)
  const line = { gain, base, zero: signal.digitalMin }
  if (signal.type === 'stim') {
    return (block, offset) => decodeCodes(block, offset, target, line)
  }
  return (block, offset) => decodeValues(block, offset, target, line)
}

interface Line {
  readonly gain: number
  readonly base: number
  /** The integer that stands for `base`. */
  readonly zero: number
}

function decodeValues(block: Numbers, offset: number, target: Target, line: Line): void {
  const { out, at, from, to, signal } = target
  const length = signal.perRecord
  const values = block.scaled({ offset, length, ...line })
  const first = block.record * length
  const start = Math.max(from, first)
  const end = Math.min(to, first + values.length)
  if (end > start) out.set(values.subarray(start - first, end - first), at + start - from)
}

/** Without a line the integers themselves are the codes. */
function decodeCodes(block: Numbers, offset: number, target: Target, line?: Line): void {
  const { bytes, width } = block
  const constant = line ? line.base - line.zero * line.gain : 0
  eachRecord(block, target, (at, count, to) => {
    for (let k = 0; k < count; k++) {
      const i = at + offset + width * k
      const digital = width === 2 ? int16(bytes, i) : int24(bytes, i)
      const code = line ? Math.trunc(digital * line.gain + constant) : digital
      target.out[to + k] = code & codeBits
    }
  })
}

/**
 * Calls `visit` once for each record of the block that has wanted samples, with the first byte
 * (before the signal's offset), the number of samples and the first index in `out`.
 */
function eachRecord(
  block: Numbers,
  { signal: { perRecord }, at, from, to }: Target,
  visit: (byte: number, count: number, to: number) => void,
): void {
  const { width } = block
  for (let r = 0; r < block.count; r++) {
    const first = (block.record + r) * perRecord
    const start = Math.max(from - first, 0)
    const end = Math.min(to - first, perRecord)
    if (end > start) {
      visit(r * block.stride + start * width, end - start, at + first + start - from)
    }
  }
}

function int24(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 8) | (bytes[at + 1] << 16) | (bytes[at + 2] << 24)) >> 8
}

function int16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 16) | (bytes[at + 1] << 24)) >> 16
}
