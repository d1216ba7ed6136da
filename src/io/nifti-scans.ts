import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import { hostIsLittle, swapBytes } from './byte-order.ts'
import type { ImageBytes } from './nifti-bytes.ts'
import type { NiftiHeader } from './nifti-header.ts'
import { niftiDtypes } from './nifti-layout.ts'
import { scaleInto } from './nifti-voxels.ts'

/** Numbers of one piece, at most, unless a scan has more. */
const pieceVoxels = 2 * 1024 * 1024

/**
 * Reads scans [from, to) some at a time, as they are inflated: scaled numbers as `readVoxels` gives
 * them, shape [n, x * y * z] each.
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
  const scans = Math.min(to - from, Math.max(1, Math.floor(pieceVoxels / size)))
  const staged = new Uint8Array(scans * size * width)
  const start = header.dataAt + from * size * width
  const total = (to - from) * size * width
  let held = 0
  let done = 0
  for await (const chunk of image.chunks(start, start + total, to === header.scans)) {
    for (let taken = 0; taken < chunk.length; ) {
      const some = chunk.subarray(taken, taken + staged.length - held)
      staged.set(some, held)
      held += some.length
      taken += some.length
      if (held < staged.length && done + held < total) continue
      if (header.little !== hostIsLittle) swapBytes(staged.subarray(0, held), width)
      const out = unset32(held / width)
      scaleInto(out, 0, new array(staged.buffer, 0, out.length), header)
      done += held
      held = 0
      yield out
    }
  }
  if (done < total) fail('internal', { bytes: done, expected: total })
}
