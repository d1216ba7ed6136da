import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import { hostIsLittle, swapBytes } from './byte-order.ts'
import type { ImageBytes } from './nifti-bytes.ts'
import type { NiftiHeader } from './nifti-header.ts'
import { niftiDtypes } from './nifti-layout.ts'

/** Bytes that are converted at a time; a multiple of every voxel's size. */
const stagedBytes = 1024 * 1024

/**
 * Reads scans [from, to) as scaled numbers: stored * slope + intercept in f64, kept as f32.
 *
 * @returns shape [to - from, x * y * z], x fastest
 * @throws {NeurarrowError} `file-truncated` or `file-corrupt`
 */
export async function readVoxels(
  image: ImageBytes,
  header: NiftiHeader,
  from: number,
  to: number,
): Promise<Float32Array> {
  const { bytes: width, array } = niftiDtypes[header.dtype]
  const size = header.grid[0] * header.grid[1] * header.grid[2]
  const out = unset32(size * (to - from))
  const staged = new Uint8Array(Math.min(stagedBytes, out.length * width))
  const swapped = header.little !== hostIsLittle
  let held = 0
  let at = 0
  const flush = () => {
    const numbers = held / width
    if (swapped) swapBytes(staged.subarray(0, held), width)
    scaleInto(out, at, new array(staged.buffer, 0, numbers), header)
    at += numbers
    held = 0
  }
  const start = header.dataAt + from * size * width
  const end = start + out.length * width
  const isLast = to === header.scans
  for await (const chunk of image.chunks(start, end, isLast)) {
    for (let taken = 0; taken < chunk.length; ) {
      const some = chunk.subarray(taken, taken + staged.length - held)
      staged.set(some, held)
      held += some.length
      taken += some.length
      if (held === staged.length || at * width + held === out.length * width) flush()
    }
  }
  if (at < out.length) fail('internal', { voxels: at, expected: out.length })
  return out
}

/** Scales stored numbers into a table's, from `at` on; shapes [N] each. */
export function scaleInto(
  out: Float32Array,
  at: number,
  stored: InstanceType<(typeof niftiDtypes)[NiftiHeader['dtype']]['array']>,
  { slope, intercept }: NiftiHeader,
): void {
  if (stored instanceof BigInt64Array || stored instanceof BigUint64Array) {
    for (let i = 0; i < stored.length; i++) out[at + i] = Number(stored[i]) * slope + intercept
  } else if (slope === 1 && intercept === 0) {
    out.set(stored, at)
  } else {
    for (let i = 0; i < stored.length; i++) out[at + i] = stored[i] * slope + intercept
  }
}
