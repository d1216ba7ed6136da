import { multiply } from './multiply.ts'
import { nearestPanels } from './nearest-panels.ts'
import { panels } from './panels.ts'
import { unset32 } from './recycling.ts'

/** Codes of one or several levels. */
export interface Codebook {
  /** Shape [Q, K, D]. */
  readonly codes: Float32Array
  /** Q, K and D. */
  readonly shape: readonly [number, number, number]
}

/** Ids of vectors, and what these ids stand for. */
export interface Quantised {
  /** Shape [N, Q], from 0 to K - 1; -1 for a vector with a value that is not finite. */
  readonly ids: Int32Array
  /** Shape [N, D]: the sum of the codes; NaN where there is no id. */
  readonly values: Float32Array
}

/** Vectors whose products with all codes are taken at once: they and these fit the cache. */
const blockRows = 256
/** With fewer codes products in f64 alone are as quick. */
const fewCodes = 128

/**
 * Gives each vector the code nearest to it, and what is left of it the nearest of the next level.
 *
 * Distances are Euclidean, in f64; of codes equally near the first is taken. With `cosine`, vectors
 * and codes have length 1 first (a vector of zeros stays, and gets the first code), and the codes
 * that ids stand for have it too.
 *
 * @param x vectors, shape [N, D]
 * @returns ids of all levels and the sum of their codes
 * @throws {RangeError} `x` is no whole number of vectors, or the codes are not [Q, K, D]
 * @see van den Oord et al. (2017), arXiv:1711.00937; Zeghidour et al. (2021), arXiv:2107.03312,
 *   algorithm 1; torch.cdist and argmin
 */
export function nearestCodes(
  x: Float32Array,
  { codes, shape }: Codebook,
  metric: 'euclidean' | 'cosine' = 'euclidean',
): Quantised {
  const [levels, count, depth] = shape
  const isWhole = x.length % depth === 0 && codes.length === levels * count * depth
  if (!isWhole) throw new RangeError(`${x.length} values, ${codes.length} codes of ${depth}`)
  const rows = x.length / depth
  const rest = Float64Array.from(x)
  const books = Float64Array.from(codes)
  if (metric === 'cosine') {
    toLengthOne(rest, depth)
    toLengthOne(books, depth)
  }
  const ids = new Int32Array(rows * levels)
  const sums = new Float64Array(x.length)
  for (let q = 0; q < levels; q++) {
    const book = books.subarray(q * count * depth, (q + 1) * count * depth)
    const nearest = nearestOf(rest, book, depth)
    for (let r = 0; r < rows; r++) {
      ids[r * levels + q] = nearest[r]
      move({ rest, sums, book }, r * depth, nearest[r] * depth, depth)
    }
  }
  const values = unset32(x.length)
  for (let i = 0; i < x.length; i++) values[i] = sums[i]
  return { ids, values }
}

function toLengthOne(x: Float64Array, depth: number): void {
  for (let from = 0; from < x.length; from += depth) {
    let sum = 0
    for (let d = from; d < from + depth; d++) sum += x[d] * x[d]
    const scale = 1 / Math.max(Math.sqrt(sum), 1e-12)
    for (let d = from; d < from + depth; d++) x[d] *= scale
  }
}

/** Takes a code from the rest of a vector and puts it into its sum; no code makes it NaN. */
function move(
  { rest, sums, book }: Readonly<Record<'rest' | 'sums' | 'book', Float64Array>>,
  at: number,
  code: number,
  depth: number,
): void {
  for (let d = 0; d < depth; d++) {
    const value = code < 0 ? Number.NaN : book[code + d]
    rest[at + d] -= value
    sums[at + d] += value
  }
}

/** Of |z - e|² = |z|² - 2 (z·e - |e|² / 2), the last bracket decides. */
function nearestOf(x: Float64Array, book: Float64Array, depth: number): Int32Array {
  const rows = x.length / depth
  const count = book.length / depth
  const halves = new Float64Array(count)
  for (let k = 0; k < count; k++) {
    for (let d = k * depth; d < (k + 1) * depth; d++) halves[k] += (book[d] * book[d]) / 2
  }
  const found = count >= fewCodes ? nearestPanels(x, book, halves) : undefined
  if (found) return found
  const codes = panels(book, count, depth)
  const out = new Int32Array(rows)
  for (let from = 0; from < rows; from += blockRows) {
    const size = Math.min(blockRows, rows - from)
    const block = x.subarray(from * depth, (from + size) * depth)
    const scores = multiply(panels(block, size, depth), codes)
    for (let r = 0; r < size; r++) out[from + r] = best(scores, halves, r * count)
  }
  return out
}

function best(scores: Float64Array, halves: Float64Array, from: number): number {
  let id = -1
  let most = Number.NEGATIVE_INFINITY
  for (let k = 0; k < halves.length; k++) {
    const score = scores[from + k] - halves[k]
    if (Number.isNaN(score) || score === Number.POSITIVE_INFINITY) return -1
    if (score > most) {
      most = score
      id = k
    }
  }
  return id
}
