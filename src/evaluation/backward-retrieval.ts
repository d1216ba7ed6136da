import { similarities } from '../kernels/similarity-ranks.ts'
import { defineMetric } from './metric.ts'

/**
 * Retrieval the other way round: the share of rows whose own vector finds, of the predictions of
 * all rows, first one that was made for this vector, by cosine. Of equally near predictions the
 * share of right ones counts. Chance is 1 over the distinct vectors when each has as many rows.
 *
 * @see Scotti et al. (2023), Advances in Neural Information Processing Systems 36 (brain retrieval)
 */
export const backwardTop1 = defineMetric({
  use: 'backwardTop1',
  title: 'Backward retrieval, first of all predictions',
  for: 'vectors',
  higherIsBetter: true,
  chanceOf: (candidates) => 1 / candidates,
  judge: ({ scores, candidates }) => {
    const { values, width } = candidates ?? { values: new Float64Array(0), width: 1 }
    const total = values.length / width
    const alike = similarities(scores, values, width, 'cosine')
    return (truth, weights) => {
      const worth = Float64Array.from({ length: total }, (_, code) =>
        shareRight(code, { alike, total, truth, weights }),
      )
      let [sum, all] = [0, 0]
      for (let r = 0; r < truth.length; r++) {
        if (weights[r] === 0) continue
        sum += weights[r] * worth[truth[r]]
        all += weights[r]
      }
      return sum / all
    }
  },
})

/** Of the predictions nearest to a vector, the share that was made for it. */
function shareRight(
  code: number,
  {
    alike,
    total,
    truth,
    weights,
  }: {
    readonly alike: Float64Array
    readonly total: number
    readonly truth: ArrayLike<number>
    readonly weights: ArrayLike<number>
  },
): number {
  let [best, right, all] = [Number.NEGATIVE_INFINITY, 0, 0]
  for (let r = 0; r < truth.length; r++) {
    const value = alike[r * total + code]
    if (weights[r] === 0 || value < best) continue
    if (value > best) [best, right, all] = [value, 0, 0]
    all += weights[r]
    if (truth[r] === code) right += weights[r]
  }
  return right / all
}
