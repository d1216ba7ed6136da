/** Which codes may be drawn, and how sharp the draw is. */
export interface CodeDraw {
  /** Scores are divided by it; 1 leaves them. */
  readonly temperature: number
  /** The most probable codes that may be drawn; all when not given. */
  readonly topK?: number
  /** The most probable codes that together reach this share. */
  readonly topP?: number
  /** The codes whose surprise lies nearest to the mean surprise, that together reach this share. */
  readonly typicalP?: number
}

/**
 * Draws a code by the softmax of its scores, after codes that may not be drawn are left out: first
 * by rank, then by share, then by how typical they are. One code always stays.
 *
 * @param scores shape [V]; minus infinity is never drawn
 * @param uniform a number in [0, 1) that decides
 * @returns from 0 to V - 1; of equal scores the lower code stands first
 * @see Holtzman et al. (2020), arXiv:1904.09751; Meister et al. (2023), arXiv:2202.00666
 */
export function drawCode(scores: ArrayLike<number>, uniform: number, draw: CodeDraw): number {
  let shares = sharesOf(scores, draw.temperature)
  if (draw.topK !== undefined) shares = keepFirst(shares, descending(shares), draw.topK)
  if (draw.topP !== undefined) shares = keepShare(shares, descending(shares), draw.topP)
  if (draw.typicalP !== undefined) shares = keepShare(shares, typical(shares), draw.typicalP)
  let sum = 0
  let last = 0
  for (let v = 0; v < shares.length; v++) {
    if (shares[v] === 0) continue
    sum += shares[v]
    last = v
    if (uniform < sum) return v
  }
  return last
}

function sharesOf(scores: ArrayLike<number>, temperature: number): Float64Array {
  let top = Number.NEGATIVE_INFINITY
  for (let v = 0; v < scores.length; v++) top = Math.max(top, scores[v])
  const sizes = Float64Array.from(scores, (score) => Math.exp((score - top) / temperature))
  return normalised(sizes)
}

function normalised(sizes: Float64Array): Float64Array {
  const sum = sizes.reduce((all, size) => all + size, 0)
  return sizes.map((size) => size / sum)
}

function descending(shares: Float64Array): Int32Array {
  return Int32Array.from(shares, (_, v) => v).sort((a, b) => shares[b] - shares[a] || a - b)
}

/** Codes by how far their surprise lies from the entropy, those without a share last. */
function typical(shares: Float64Array): Int32Array {
  const surprise = shares.map((share) => -Math.log(share))
  let entropy = 0
  for (let v = 0; v < shares.length; v++) if (shares[v] > 0) entropy += shares[v] * surprise[v]
  const apart = surprise.map((s) => Math.abs(s - entropy))
  return Int32Array.from(shares, (_, v) => v).sort((a, b) => apart[a] - apart[b] || a - b)
}

function keepFirst(shares: Float64Array, order: Int32Array, count: number): Float64Array {
  const out = new Float64Array(shares.length)
  for (const v of order.subarray(0, Math.max(1, count))) out[v] = shares[v]
  return normalised(out)
}

/** The first codes of an order, up to and with the one by which they reach a share. */
function keepShare(shares: Float64Array, order: Int32Array, share: number): Float64Array {
  const out = new Float64Array(shares.length)
  let sum = 0
  for (const v of order) {
    if (sum >= share) break
    out[v] = shares[v]
    sum += shares[v]
  }
  return normalised(out)
}
