import type { Outcome } from './predictions.ts'

/** Rows whose largest probability lies in one range. */
export interface ReliabilityBin {
  readonly from: number
  readonly to: number
  readonly rows: number
  /** Mean of the largest probability; NaN without rows. */
  readonly confidence: number
  /** Share of rows whose class was right; NaN without rows. */
  readonly accuracy: number
}

/** How far probabilities can be taken at their word, over all tested rows. */
export interface Calibration {
  /** Expected calibration error: the mean distance of confidence and accuracy over rows. */
  readonly ece: number
  /** Mean over rows of the summed squares of probability minus truth, from 0 to 2. */
  readonly brier: number
  readonly bins: readonly ReliabilityBin[]
}

/** Ten ranges of equal width. */
const ranges = 10

/**
 * Compares the largest probability of each row with how often it was right.
 *
 * @returns `undefined` when the scores are no probabilities: outside [0, 1], or not adding up to 1
 * @see Guo et al. (2017), On calibration of modern neural networks, ICML; Brier (1950), Monthly
 *   Weather Review 78(1):1-3
 */
export function calibrationOf(
  outcome: Pick<Outcome, 'classes' | 'scores' | 'truth'>,
): Calibration | undefined {
  const { truth, scores } = outcome
  const k = outcome.classes.length
  if (k < 2 || truth.length === 0 || !areProbabilities(scores, k)) return undefined
  const sums = Array.from({ length: ranges }, () => ({ rows: 0, confidence: 0, right: 0 }))
  let brier = 0
  for (let r = 0; r < truth.length; r++) {
    const row = scores.subarray(r * k, (r + 1) * k)
    const top = row.reduce((best, one, c) => (one > row[best] ? c : best), 0)
    const bin = sums[Math.min(ranges - 1, Math.floor(row[top] * ranges))]
    bin.rows++
    bin.confidence += row[top]
    if (top === truth[r]) bin.right++
    for (let c = 0; c < k; c++) brier += (row[c] - (c === truth[r] ? 1 : 0)) ** 2
  }
  const gaps = sums.reduce((sum, { confidence, right }) => sum + Math.abs(right - confidence), 0)
  const bins = sums.map(({ rows, confidence, right }, i) => ({
    ...{ from: i / ranges, to: (i + 1) / ranges, rows },
    ...{ confidence: confidence / rows, accuracy: right / rows },
  }))
  return { ece: gaps / truth.length, brier: brier / truth.length, bins }
}

function areProbabilities(scores: ArrayLike<number>, k: number): boolean {
  for (let r = 0; r < scores.length / k; r++) {
    let sum = 0
    for (let c = 0; c < k; c++) {
      const one = scores[r * k + c]
      if (!(one >= 0 && one <= 1)) return false
      sum += one
    }
    if (Math.abs(sum - 1) > 1e-3) return false
  }
  return true
}
