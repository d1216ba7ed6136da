/** How a row of T samples is cut into N patches of P samples, one every `stride` samples. */
export interface PatchGrid {
  readonly depth: number
  readonly stride: number
  /** N, whatever T is: what lies beyond the row is zero. Without it as many as are whole. */
  readonly count?: number
  /** Rows that share a token, G; 1 when not given. */
  readonly perToken?: number
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
 * Counts the patches that hold all of a row, the last one filled up.
 *
 * @returns N, at least 1 where the row has a sample
 */
export function coveringCount(samples: number, { depth, stride }: PatchGrid): number {
  return samples < 1 ? 0 : Math.max(0, Math.ceil((samples - depth) / stride)) + 1
}

/**
 * Cuts each row into patches; samples after the last patch are dropped, patches that reach beyond
 * the row hold zeros there.
 *
 * Values are copied bit for bit, NaN and infinities included.
 *
 * @param x signals, shape [R, T]
 * @param samples T
 * @returns patches, shape [R / G, N, G, P], where patch n of a row begins at sample n · stride
 * @throws {RangeError} `x` is no whole number of rows, G does not divide them, or depth or stride
 *   is no whole number above 0
 */
export function cutPatches(x: Float32Array, samples: number, grid: PatchGrid): Float32Array {
  const { depth, stride, perToken = 1, count = patchCount(samples, grid) } = grid
  if (samples < 1 || x.length % samples) throw new RangeError(`${x.length} values, T ${samples}`)
  for (const size of [depth, stride, perToken]) {
    if (!Number.isInteger(size) || size < 1) throw new RangeError(`patch of ${depth}, ${stride}`)
  }
  const rows = x.length / samples
  if (rows % perToken) throw new RangeError(`${rows} rows, ${perToken} in a token`)
  const out = new Float32Array(rows * count * depth)
  for (let r = 0; r < rows; r++) {
    const group = Math.floor(r / perToken)
    for (let n = 0; n < count && n * stride < samples; n++) {
      const from = r * samples + n * stride
      const to = Math.min(from + depth, (r + 1) * samples)
      const token = group * count + n
      out.set(x.subarray(from, to), (token * perToken + (r % perToken)) * depth)
    }
  }
  return out
}
