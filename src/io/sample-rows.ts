import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import type { Source } from '../reader.ts'
import { hostIsLittle, swapBytes } from './byte-order.ts'
import { readExactly } from './source.ts'

const arrays = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const

/** Types of samples in files. */
export type SampleType = keyof typeof arrays

/** Bytes of a sample. */
export function bytesOfType(type: SampleType): number {
  return arrays[type].BYTES_PER_ELEMENT
}

/** How the samples of C channels lie in a file. */
export interface SampleLayout {
  /** First byte. */
  readonly at: number
  /** C. */
  readonly channels: number
  /** T, of each channel. */
  readonly samples: number
  readonly type: SampleType
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
  const end = at + channels * samples * bytesOfType(type)
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
  const { at, channels } = layout
  const width = channels * bytesOfType(layout.type)
  const step = Math.max(1, Math.floor(blockBytes / width))
  const room = new Uint8Array(Math.min(step, to - from) * width)
  const length = to - from
  for (let t = from; t < to; t += step) {
    const count = Math.min(step, to - t)
    const start = at + t * width
    const values = numbersIn(await readExactly(source, start, start + count * width, room), layout)
    for (const [r, { index, gain }] of rows.entries()) {
      const first = r * length + t - from
      for (let k = 0, i = index; k < count; k++, i += channels) out[first + k] = values[i] * gain
    }
  }
}

async function readRows({ source, layout, rows, from, to, out }: Job): Promise<void> {
  const { at, samples, type } = layout
  const width = bytesOfType(type)
  const step = Math.floor(blockBytes / width)
  const room = new Uint8Array(Math.min(step, to - from) * width)
  for (const [r, { index, gain }] of rows.entries()) {
    for (let t = from; t < to; t += step) {
      const count = Math.min(step, to - t)
      const start = at + (index * samples + t) * width
      const bytes = await readExactly(source, start, start + count * width, room)
      const values = numbersIn(bytes, layout)
      const first = r * (to - from) + t - from
      for (let k = 0; k < count; k++) out[first + k] = values[k] * gain
    }
  }
}

/** The numbers of bytes that may be changed or lie anywhere. */
function numbersIn(
  bytes: Uint8Array,
  { type, isLittle }: Pick<SampleLayout, 'type' | 'isLittle'>,
): ArrayLike<number> {
  const width = bytesOfType(type)
  const isTurned = isLittle !== hostIsLittle
  const own = isTurned || bytes.byteOffset % width !== 0 ? new Uint8Array(bytes) : bytes
  if (isTurned) swapBytes(own, width)
  return new arrays[type](own.buffer as ArrayBuffer, own.byteOffset, own.byteLength / width)
}
