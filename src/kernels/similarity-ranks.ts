import { multiply } from './multiply.ts'
import { panels } from './panels.ts'

/** How alike two vectors are: the cosine of their angle, of the vectors or less their means. */
export type Likeness = 'cosine' | 'pearson'

/**
 * Scores how alike each vector is to each candidate.
 *
 * @param x shape [R, D]
 * @param candidates shape [N, D]
 * @returns shape [R, N], from -1 to 1; 0 where a vector has no direction
 */
export function similarities(
  x: ArrayLike<number>,
  candidates: ArrayLike<number>,
  depth: number,
  likeness: Likeness,
): Float64Array {
  const [a, b] = [directions(x, depth, likeness), directions(candidates, depth, likeness)]
  const [rows, total] = [a.length / depth, b.length / depth]
  return multiply(panels(a, rows, depth), panels(b, total, depth))
}

/**
 * The rank of each candidate for each row: 1 + how many score higher, and half of those that score
 * the same, so that a row that tells nothing gets the middle.
 *
 * @param scores shape [R, N]
 * @returns shape [R, N], from 1 to N
 */
export function similarityRanks(scores: Float64Array, total: number): Float32Array {
  const ranks = new Float32Array(scores.length)
  for (let from = 0; from < scores.length; from += total) {
    const row = scores.subarray(from, from + total)
    const order = Int32Array.from(row, (_, n) => n).sort((i, j) => row[j] - row[i])
    for (let i = 0, to = 0; i < total; i = to) {
      while (to < total && row[order[to]] === row[order[i]]) to++
      for (let n = i; n < to; n++) ranks[from + order[n]] = 1 + (i + to - 1) / 2
    }
  }
  return ranks
}

function directions(x: ArrayLike<number>, depth: number, likeness: Likeness): Float64Array {
  const out = Float64Array.from(x)
  for (let from = 0; from < out.length; from += depth) {
    const row = out.subarray(from, from + depth)
    let mean = 0
    if (likeness === 'pearson') for (const v of row) mean += v / depth
    let squares = 0
    for (let d = 0; d < depth; d++) {
      row[d] -= mean
      squares += row[d] * row[d]
    }
    const length = Math.sqrt(squares)
    for (let d = 0; d < depth; d++) row[d] = length > 0 ? row[d] / length : 0
  }
  return out
}
