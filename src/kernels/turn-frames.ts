import { wasmRoom } from './wasm/signal-wasm.ts'

/** Frames of C channels, one after the other. */
export interface FrameBytes {
  /** Little-endian numbers, shape [count, C]. */
  readonly bytes: Uint8Array
  readonly type: 'int16' | 'float32'
  readonly count: number
}

/**
 * Turns frames of channels into rows: each number times the gain of its channel, in f64, rounded to
 * f32.
 *
 * @param gains shape [C]
 * @returns gives the row of a channel, shape [count]: a view that ends with the next call of any
 *   other kernel
 * @throws {RangeError} there are fewer bytes than frames
 */
export function turnFrames(
  { bytes, type, count }: FrameBytes,
  gains: Float64Array,
): (channel: number) => Float32Array {
  const width = type === 'int16' ? 2 : 4
  const size = width * count * gains.length
  if (bytes.length < size) throw new RangeError(`${bytes.length} bytes for ${count} frames`)
  // an odd number of cache lines, so that rows that are written together do not share sets of it
  const stride = 16 * (Math.ceil(count / 16) | 1)
  const { wasm, at, u8, f32, f64 } = wasmRoom([size, 8 * gains.length, 4 * stride * gains.length])
  const [x, weights, out] = at
  u8.set(bytes.subarray(0, size), x)
  f64.set(gains, weights / 8)
  const turn = type === 'int16' ? wasm.turn16 : wasm.turn32
  turn(x, count, gains.length, weights, out, stride)
  return (channel) => {
    const from = out / 4 + channel * stride
    return f32.subarray(from, from + count)
  }
}
