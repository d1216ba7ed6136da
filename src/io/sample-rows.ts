import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import { type FrameBytes, turnFrames } from '../kernels/turn-frames.ts'
import type { Source } from '../reader.ts'
import { bytesOfNumber, type NumberType, numbersIn } from './number-reader.ts'
import { readExactly } from './source.ts'

/** Types of samples that typed arrays have. */
export type SampleType = Exclude<NumberType, 'int64' | 'uint64'>

/** Bytes of a sample. */
export function bytesOfType(type: NumberType): number {
  return bytesOfNumber[type]
}

/** How the samples of C channels lie in a file. */
export interface SampleLayout {
  /** First byte. */
  readonly at: number
  /** C. */
  readonly channels: number
  /** T, of each channel. */
  readonly samples: number
  readonly type: NumberType
  readonly isLittle: boolean
  /** `frames`: all channels of one time together; `rows`: all times of one channel together. */
  readonly order: 'frames' | 'rows'
}

/** A channel that is wanted: value = number in the file x `gain`. */
export interface SampleRow {
  /** From 0 to C - 1. */
  readonly index: number
  readonly gain: number
}

/** Samples that one table may hold: offsets of its lists are 32-bit. */
const mostSamples = 2 ** 31 - 1
/** What the nearest larger cache holds. */
const blockBytes = 1024 * 1024

/**
 * Reads samples [from, to) of some channels, scaled, as f32.
 *
 * @returns shape [R, to - from], R rows in the order asked for
 * @throws {NeurarrowError} `file-truncated`, `file-too-large` for more samples than a table holds
 */
export async function readSampleRows(
  source: Source,
  layout: SampleLayout,
  rows: readonly SampleRow[],
  [from, to]: readonly [number, number],
): Promise<Float32Array> {
  const total = rows.length * (to - from)
  if (total > mostSamples) {
    const remedy = 'read fewer channels or a shorter span'
    fail('file-too-large', { file: source.name, byte: layout.at, samples: total, remedy })
  }
  const { at, channels, samples, type } = layout
  const end = at + channels * samples * bytesOfNumber[type]
  if (end > source.size) {
    fail('file-truncated', { file: source.name, byte: source.size, expected: end })
  }
  const out = unset32(total)
  const read = layout.order === 'frames' ? readFrames : readRows
  await read({ source, layout, rows, from, to, out })
  return out
}

interface Job {
  readonly source: Source
  readonly layout: SampleLayout
  readonly rows: readonly SampleRow[]
  readonly from: number
  readonly to: number
  readonly out: Float32Array
}

async function readFrames({ source, layout, rows, from, to, out }: Job): Promise<void> {
  const { at, channels, type, isLittle } = layout
  const width = channels * bytesOfNumber[type]
  const step = Math.max(1, Math.floor(blockBytes / width))
  const room = new Uint8Array(Math.min(step, to - from) * width)
  const length = to - from
  const isTurned =
    isLittle && 2 * rows.length >= channels && (type === 'int16' || type === 'float32')
  for (let t = from; t < to; t += step) {
    const count = Math.min(step, to - t)
    const start = at + t * width
    const bytes = await readExactly(source, start, start + count * width, room)
    if (isTurned) {
      turnedRows({ bytes, type, count }, channels, rows, { out, length, at: t - from })
      continue
    }
    const values = numbersIn(bytes, type, isLittle)
    framesToRows({ values, channels, count }, rows, out, { length, at: t - from })
  }
}

/** Most channels are wanted: all are turned together, and the rows are copied. */
function turnedRows(
  frames: FrameBytes,
  channels: number,
  rows: readonly SampleRow[],
  { out, length, at }: { readonly out: Float32Array; readonly length: number; readonly at: number },
): void {
  const gains = new Float64Array(channels)
  for (const { index, gain } of rows) gains[index] = gain
  const row = turnFrames(frames, gains)
  for (const [r, { index }] of rows.entries()) out.set(row(index), r * length + at)
}

/** Frames of C channels, one after the other. */
export interface Frames {
  readonly values: ArrayLike<number>
  readonly channels: number
  readonly count: number
}

/** Frames that stay in the nearest cache while rows are taken from them. */
const tileNumbers = 8192

/**
 * Puts channels of frames, scaled, into rows.
 *
 * @param out shape [R, length]; the first frame belongs to place `at` of each row
 */
export function framesToRows(
  { values, channels, count }: Frames,
  rows: readonly SampleRow[],
  out: Float32Array,
  { length, at }: { readonly length: number; readonly at: number },
): void {
  const tile = Math.max(16, Math.floor(tileNumbers / channels))
  for (let from = 0; from < count; from += tile) {
    const to = Math.min(count, from + tile)
    for (let r = 0; r < rows.length; r++) {
      const { index, gain } = rows[r]
      const first = r * length + at
      for (let k = from, i = from * channels + index; k < to; k++, i += channels) {
        out[first + k] = values[i] * gain
      }
    }
  }
}

async function readRows({ source, layout, rows, from, to, out }: Job): Promise<void> {
  const { at, samples, type, isLittle } = layout
  const width = bytesOfNumber[type]
  const step = Math.floor(blockBytes / width)
  const room = new Uint8Array(Math.min(step, to - from) * width)
  for (const [r, { index, gain }] of rows.entries()) {
    for (let t = from; t < to; t += step) {
      const count = Math.min(step, to - t)
      const start = at + (index * samples + t) * width
      const bytes = await readExactly(source, start, start + count * width, room)
      const values = numbersIn(bytes, type, isLittle)
      const first = r * (to - from) + t - from
      for (let k = 0; k < count; k++) out[first + k] = values[k] * gain
    }
  }
}
