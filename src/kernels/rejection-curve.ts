import type { EpochFold } from './epoch-folds.ts'
import { medianOver } from './median-over.ts'

/** The cross-validated error of rejection at every threshold that makes a difference. */
export interface RejectionCurve {
  /** Distinct reaches of the epochs, ascending, shape [H]. */
  readonly thresholds: Float64Array
  /** Error at each, in the unit of the epochs, shape [H]; infinite where a fold keeps nothing. */
  readonly loss: Float64Array
}

/**
 * Scores every threshold of peak-to-peak rejection: the mean of the training epochs that reach no
 * further is compared with the median of the test epochs, and the root mean square of the
 * difference averaged over folds. Between two reaches of epochs nothing changes, so the curve is
 * complete.
 *
 * @param epochs shape [T] each, finite; a channel, or all channels one after the other
 * @param reaches largest less smallest value of each epoch, shape [N]; over channels the largest
 * @param keepsOne whether a fold that would keep nothing keeps the epochs that reach least far
 * @throws {RangeError} a fold has no training or no test epochs
 * @see Jas, Engemann, Bekhti, Raimondo & Gramfort (2017), NeuroImage 159:417-429,
 *   doi:10.1016/j.neuroimage.2017.06.030; `autoreject.compute_thresholds` (keepsOne) and
 *   `autoreject.get_rejection_threshold`, which try some of these thresholds
 */
export function rejectionCurve(
  epochs: readonly Float32Array[],
  reaches: Float64Array,
  folds: readonly EpochFold[],
  keepsOne: boolean,
): RejectionCurve {
  const thresholds = Float64Array.from(new Set(reaches)).sort()
  const loss = new Float64Array(thresholds.length)
  for (const { train, test } of folds) {
    if (train.length === 0 || test.length === 0) throw new RangeError('a fold is empty')
    const errors = errorsOf(epochs, reaches, train, medianOver(epochs, test))
    let at = -1
    for (let h = 0; h < thresholds.length; h++) {
      while (at + 1 < errors.length && errors[at + 1].upTo <= thresholds[h]) at++
      const nothing = keepsOne ? errors[0].error : Number.POSITIVE_INFINITY
      loss[h] += (at < 0 ? nothing : errors[at].error) / folds.length
    }
  }
  return { thresholds, loss }
}

/** The threshold with the least error; of equal ones the lowest. */
export function bestThreshold({ thresholds, loss }: RejectionCurve): number {
  let best = 0
  for (let h = 1; h < loss.length; h++) if (loss[h] < loss[best]) best = h
  return thresholds[best]
}

/** The error of the mean of all training epochs up to each reach, ascending. */
function errorsOf(
  epochs: readonly Float32Array[],
  reaches: Float64Array,
  train: readonly number[],
  median: Float64Array,
): { upTo: number; error: number }[] {
  const order = [...train].sort((a, b) => reaches[a] - reaches[b] || a - b)
  const sum = new Float64Array(median.length)
  const errors: { upTo: number; error: number }[] = []
  for (let i = 0; i < order.length; i++) {
    const isLast = i + 1 === order.length || reaches[order[i + 1]] > reaches[order[i]]
    const squares = addAndCompare(sum, epochs[order[i]], median, 1 / (i + 1))
    const error = Math.sqrt(squares / median.length)
    if (isLast) errors.push({ upTo: reaches[order[i]], error })
  }
  return errors
}

/** Adds an epoch to the sum; gives the squares of the sum times `share` less the median, summed. */
function addAndCompare(
  sum: Float64Array,
  epoch: Float32Array,
  median: Float64Array,
  share: number,
): number {
  let squares = 0
  for (let t = 0; t < sum.length; t++) {
    const total = sum[t] + epoch[t]
    sum[t] = total
    const apart = total * share - median[t]
    squares += apart * apart
  }
  return squares
}
