/** How evenly ids are used. */
export interface IdUsage {
  /** exp of the entropy: as many ids, evenly used, would be as hard to guess. NaN without ids. */
  readonly perplexity: number
  /** Share of the ids that occur, from 0 to 1. */
  readonly usage: number
}

/**
 * Says how evenly ids are used, from how often each occurs.
 *
 * @param counts shape [K]
 * @see van den Oord et al. (2017), arXiv:1711.00937
 */
export function idUsage(counts: Float64Array): IdUsage {
  let total = 0
  let used = 0
  for (const count of counts) {
    total += count
    if (count > 0) used++
  }
  let entropy = 0
  for (const count of counts) {
    if (count > 0) entropy -= (count / total) * Math.log(count / total)
  }
  return {
    perplexity: total > 0 ? Math.exp(entropy) : Number.NaN,
    usage: counts.length > 0 ? used / counts.length : 0,
  }
}

/** How well ids are predicted. */
export interface IdScores {
  /** Ids that were predicted. */
  readonly count: number
  /** Mean negative logarithm of the probability of the right id. */
  readonly crossEntropy: number
  /** Share of ids that have the largest score; the first of equal ones counts. */
  readonly topOne: number
}

/**
 * Compares scores of ids with the right ids.
 *
 * @param logits scores before the softmax, shape [N, K]
 * @param ids shape [N]; ids below 0 are left out
 * @returns NaN for both scores when no id is left, or when a score that counts is NaN
 * @see torch.nn.functional.cross_entropy with ignore_index
 */
export function idScores(logits: Float32Array, ids: Int32Array): IdScores {
  const size = ids.length === 0 ? 0 : logits.length / ids.length
  let [count, loss, right] = [0, 0, 0]
  for (let n = 0; n < ids.length; n++) {
    if (ids[n] < 0) continue
    const from = n * size
    let most = Number.NEGATIVE_INFINITY
    let best = -1
    let hole = 0
    for (let k = 0; k < size; k++) {
      const score = logits[from + k]
      hole += Number.isNaN(score) ? Number.NaN : 0
      if (score > most) {
        most = score
        best = k
      }
    }
    let sum = hole
    for (let k = 0; k < size; k++) sum += Math.exp(logits[from + k] - most)
    count++
    loss += most + Math.log(sum) - logits[from + ids[n]]
    right += (best === ids[n] ? 1 : 0) + hole
  }
  return { count, crossEntropy: loss / count, topOne: right / count }
}
