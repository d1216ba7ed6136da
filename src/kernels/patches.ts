/** How a row of T samples is cut into N patches of P samples, one every `stride` samples. */
export interface PatchGrid {
  readonly depth: number
  readonly stride: number
}

/**
 * Counts the whole patches that fit into a row.
 *
 * @returns N, 0 when the row is shorter than one patch
 */
export function patchCount(samples: number, { depth, stride }: PatchGrid): number {
  return samples < depth ? 0 : Math.floor((samples - depth) / stride) + 1
}

/**
 * Cuts each row into patches; samples after the last whole patch are dropped.
 *
 * Values are copied bit for bit, NaN and infinities included.
 *
 * @param x signals, shape [R, T]
 * @param samples T
 * @returns patches, shape [R, N, P], where patch n of a row begins at sample n · stride
 * @throws {RangeError} `x` is no whole number of rows; depth or stride is no whole number above 0
 */
export function cutPatches(x: Float32Array, samples: number, grid: PatchGrid): Float32Array {
  const { depth, stride } = grid
  if (samples < 1 || x.length % samples) throw new RangeError(`${x.length} values, T ${samples}`)
  for (const size of [depth, stride]) {
    if (!Number.isInteger(size) || size < 1) throw new RangeError(`patch of ${depth}, ${stride}`)
  }
  const rows = x.length / samples
  const count = patchCount(samples, grid)
  const out = new Float32Array(rows * count * depth)
  let at = 0
  for (let r = 0; r < rows; r++) {
    for (let n = 0; n < count; n++) {
      const from = r * samples + n * stride
      out.set(x.subarray(from, from + depth), at)
      at += depth
    }
  }
  return out
}
