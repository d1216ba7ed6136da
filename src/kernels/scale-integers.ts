import { wasmRoom } from './wasm/signal-wasm.ts'

/** Bytes of records, each of which holds a run of integers of every channel. */
export interface RecordBytes {
  /** Little-endian integers, shape [records, stride]; the end of the last may be absent. */
  readonly bytes: Uint8Array
  /** Bytes from one record to the next. */
  readonly stride: number
  readonly records: number
  /** Bytes of an integer, 2 or 3. */
  readonly width: number
}

/** The integers of a channel: where they lie, and the line that they lie on. */
export interface IntegerRun {
  /** First byte within a record. */
  readonly offset: number
  /** Integers in a record. */
  readonly length: number
  /** The integer that stands for `base`. */
  readonly zero: number
  /** Physical units of one step. */
  readonly gain: number
  readonly base: number
}

/**
 * Takes integers of several channels that lie mixed in records, one channel at a time: the values
 * are (integer - zero) gain + base, computed in f64.
 *
 * @param longest integers of the longest run in a record
 * @returns gives a channel's values, shape [records, length]: a view that ends with the next call
 *   of this or any other kernel
 * @throws {RangeError} a run reaches beyond the bytes or is longer than `longest`
 */
export function scaleIntegers(
  { bytes, stride, records, width }: RecordBytes,
  longest: number,
): (run: IntegerRun) => Float32Array {
  const { wasm, at, u8, f32 } = wasmRoom([bytes.length, 4 * records * longest])
  const [x, out] = at
  u8.set(bytes, x)
  const scale = width === 2 ? wasm.scale16 : wasm.scale24
  return ({ offset, length, zero, gain, base }) => {
    const end = (records - 1) * stride + offset + width * length
    if (length > longest || end > bytes.length) throw new RangeError(`${end} bytes of a record`)
    scale(x + offset, stride, records, length, out, zero, gain, base)
    return f32.subarray(out / 4, out / 4 + records * length)
  }
}
