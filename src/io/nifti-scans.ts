import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import { hostIsLittle, swapBytes } from './byte-order.ts'
import type { ImageBytes } from './nifti-bytes.ts'
import type { NiftiHeader } from './nifti-header.ts'
import { niftiDtypes } from './nifti-layout.ts'
import { scaleInto } from './nifti-voxels.ts'

/** Numbers of one piece, at most, unless four scans have more. */
const pieceVoxels = 1024 * 1024

/** Bytes that are converted at a time; a multiple of every voxel's size. */
const stagedBytes = 64 * 1024

/**
 * Reads scans [from, to) some at a time, four or a multiple of four, as they are inflated: scaled
 * numbers as `readVoxels` gives them, shape [n, x * y * z] each.
 *
 * @throws {NeurarrowError} `file-truncated` or `file-corrupt`
 */
export async function* scanPieces(
  image: ImageBytes,
  header: NiftiHeader,
  from: number,
  to: number,
): AsyncGenerator<Float32Array> {
  const { bytes: width, array } = niftiDtypes[header.dtype]
  const size = header.grid[0] * header.grid[1] * header.grid[2]
  const most = 4 * Math.max(1, Math.floor(pieceVoxels / size / 4))
  const staged = new Uint8Array(stagedBytes)
  const start = header.dataAt + from * size * width
  const end = start + (to - from) * size * width
  let scan = from
  let out: Float32Array | undefined
  let at = 0
  let held = 0
  for await (const chunk of image.chunks(start, end, to === header.scans)) {
    for (let taken = 0; taken < chunk.length; ) {
      out ??= unset32(size * Math.min(most, to - scan))
      const wanted = Math.min(stagedBytes, (out.length - at) * width)
      const some = chunk.subarray(taken, taken + wanted - held)
      staged.set(some, held)
      held += some.length
      taken += some.length
      if (held < wanted) continue
      if (header.little !== hostIsLittle) swapBytes(staged.subarray(0, held), width)
      scaleInto(out, at, new array(staged.buffer, 0, held / width), header)
      at += held / width
      held = 0
      if (at < out.length) continue
      yield out
      scan += out.length / size
      out = undefined
      at = 0
    }
  }
  if (scan < to) fail('internal', { scans: scan, expected: to })
}
