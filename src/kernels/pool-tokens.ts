/** Blocks of tokens, and which of them are real. */
export interface TokenBlocks {
  /** Shape [R, C, T, D]. */
  readonly values: Float32Array
  readonly channel: number
  readonly time: number
  readonly depth: number
  /** Shape [R, C, T], 0 for padding, which does not count; all are real when not given. */
  readonly real?: Uint8Array
}

/**
 * Averages the tokens of each channel over time, or gives their deviation from that mean (divided
 * by their number). Where a channel has no real token, NaN; NaN stays in its channel and depth.
 *
 * @param blocks shape [R, C, T, D]
 * @returns shape [R, C, D]
 */
export function poolOverTime(blocks: TokenBlocks, statistic: 'mean' | 'deviation'): Float32Array {
  const { values, time, depth, real } = blocks
  const rows = depth * time === 0 ? 0 : values.length / (time * depth)
  const out = new Float32Array(rows * depth)
  const sums = new Float64Array(depth)
  const squares = new Float64Array(depth)
  for (let r = 0; r < rows; r++) {
    const count = addUp(blocks, r, sums)
    for (let d = 0; d < depth; d++) sums[d] /= count
    if (statistic === 'mean') {
      out.set(sums, r * depth)
      continue
    }
    squares.fill(0)
    for (let t = 0, at = r * time * depth; t < time; t++) {
      if (real && !real[r * time + t]) {
        at += depth
        continue
      }
      for (let d = 0; d < depth; d++) squares[d] += (values[at++] - sums[d]) ** 2
    }
    for (let d = 0; d < depth; d++) out[r * depth + d] = Math.sqrt(squares[d] / count)
  }
  return out
}

/** Sums the real tokens of one channel, and counts them. */
function addUp({ values, time, depth, real }: TokenBlocks, row: number, sums: Float64Array) {
  sums.fill(0)
  let count = 0
  for (let t = 0, at = row * time * depth; t < time; t++) {
    if (real && !real[row * time + t]) {
      at += depth
      continue
    }
    count++
    for (let d = 0; d < depth; d++) sums[d] += values[at++]
  }
  return count
}

/**
 * Gives the share of each id among the ids of each row.
 *
 * @param ids shape [R, N]; ids below 0 do not count
 * @param rows R
 * @param size how many ids there are, K
 * @returns shape [R, K]; NaN for a row without ids
 */
export function idShares(ids: Int32Array, rows: number, size: number): Float32Array {
  const length = rows === 0 ? 0 : ids.length / rows
  const out = new Float32Array(rows * size)
  for (let r = 0; r < rows; r++) {
    let count = 0
    for (let i = r * length; i < (r + 1) * length; i++) {
      if (ids[i] < 0) continue
      out[r * size + ids[i]]++
      count++
    }
    for (let k = r * size; k < (r + 1) * size; k++) out[k] /= count
  }
  return out
}
