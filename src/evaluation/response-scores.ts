import type { Random } from '../kernels/random.ts'

/**
 * Pearson's correlation of each column of two matrices over some rows, the mean over groups of rows
 * in which both vary; NaN where there is no such group.
 *
 * @param a shape [R, width]
 * @param b shape [R, width]
 * @param rows rows of each group in a (`own`) and what they meet in b (`other`)
 * @returns shape [width]
 */
export function columnCorrelations(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  width: number,
  rows: { readonly own: readonly Int32Array[]; readonly other: readonly Int32Array[] },
): Float64Array {
  const sums = new Float64Array(width)
  const counts = new Float64Array(width)
  for (const [g, own] of rows.own.entries()) {
    const found = groupCorrelations(a, b, width, { own, other: rows.other[g] })
    for (let d = 0; d < width; d++) {
      if (Number.isNaN(found[d])) continue
      sums[d] += found[d]
      counts[d]++
    }
  }
  return sums.map((sum, d) => sum / counts[d])
}

function groupCorrelations(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  width: number,
  { own, other }: { readonly own: Int32Array; readonly other: Int32Array },
): Float64Array {
  const [meansA, meansB] = [new Float64Array(width), new Float64Array(width)]
  for (let i = 0; i < own.length; i++) {
    for (let d = 0; d < width; d++) {
      meansA[d] += a[own[i] * width + d] / own.length
      meansB[d] += b[other[i] * width + d] / own.length
    }
  }
  const [both, squaresA, squaresB] = [0, 1, 2].map(() => new Float64Array(width))
  for (let i = 0; i < own.length; i++) {
    for (let d = 0; d < width; d++) {
      const x = a[own[i] * width + d] - meansA[d]
      const y = b[other[i] * width + d] - meansB[d]
      both[d] += x * y
      squaresA[d] += x * x
      squaresB[d] += y * y
    }
  }
  return both.map((sum, d) => {
    const spread = squaresA[d] * squaresB[d]
    return spread > 0 ? sum / Math.sqrt(spread) : Number.NaN
  })
}

/**
 * Rows in blocks that were put into another order, or drawn with replacement; as many rows come out
 * as went in. The last block may be shorter.
 *
 * @param rows shape [R]
 * @param length rows of a block
 */
export function blockMoves(
  rows: Int32Array,
  length: number,
  draw: Random,
  how: 'shuffle' | 'replace',
): Int32Array {
  const blocks = Array.from({ length: Math.ceil(rows.length / length) }, (_, b) =>
    rows.subarray(b * length, (b + 1) * length),
  )
  const out = new Int32Array(rows.length)
  if (how === 'shuffle') draw.shuffle(blocks)
  for (let at = 0, b = 0; at < out.length; b++) {
    const block = how === 'shuffle' ? blocks[b] : blocks[draw.integer(blocks.length)]
    out.set(block.subarray(0, out.length - at), at)
    at += block.length
  }
  return out
}
