import { defineMetric } from './metric.ts'

/**
 * The share of the truth's variance that the prediction explains, below 0 when it does worse than
 * the truth's own mean. NaN when the truth is constant, where scikit-learn says 0 or 1.
 *
 * @see `sklearn.metrics.r2_score`
 */
export const r2 = defineMetric({
  use: 'r2',
  title: 'Explained variance R²',
  for: 'numbers',
  higherIsBetter: true,
  judge:
    ({ prediction }) =>
    (truth, weights) => {
      const mean = weightedMean(truth, weights)
      let left = 0
      let all = 0
      for (let r = 0; r < prediction.length; r++) {
        left += weights[r] * (truth[r] - prediction[r]) ** 2
        all += weights[r] * (truth[r] - mean) ** 2
      }
      return isSpread(all, mean, truth.length) ? 1 - left / all : Number.NaN
    },
})

/**
 * Pearson's correlation of truth and prediction; NaN when one of them is constant.
 *
 * @see `scipy.stats.pearsonr`
 */
export const pearson = defineMetric({
  use: 'pearson',
  title: "Pearson's r",
  for: 'numbers',
  higherIsBetter: true,
  chanceOf: () => 0,
  judge:
    ({ prediction }) =>
    (truth, weights) => {
      const meanTruth = weightedMean(truth, weights)
      const meanPrediction = weightedMean(prediction, weights)
      let product = 0
      let truths = 0
      let predictions = 0
      for (let r = 0; r < prediction.length; r++) {
        const t = truth[r] - meanTruth
        const p = prediction[r] - meanPrediction
        product += weights[r] * t * p
        truths += weights[r] * t * t
        predictions += weights[r] * p * p
      }
      const both =
        isSpread(truths, meanTruth, truth.length) &&
        isSpread(predictions, meanPrediction, truth.length)
      const r = product / (Math.sqrt(truths) * Math.sqrt(predictions))
      return both ? Math.max(-1, Math.min(1, r)) : Number.NaN
    },
})

/**
 * The mean absolute difference of truth and prediction, in the target's unit.
 *
 * @see `sklearn.metrics.mean_absolute_error`
 */
export const mae = defineMetric({
  use: 'mae',
  title: 'Mean absolute error',
  for: 'numbers',
  higherIsBetter: false,
  judge:
    ({ prediction }) =>
    (truth, weights) => {
      let sum = 0
      let all = 0
      for (let r = 0; r < prediction.length; r++) {
        sum += weights[r] * Math.abs(truth[r] - prediction[r])
        all += weights[r]
      }
      return sum / all
    },
})

/** Whether a sum of squares about a mean is more than the rounding of that mean leaves. */
function isSpread(squares: number, mean: number, rows: number): boolean {
  return squares > rows * (1e-14 * mean) ** 2
}

function weightedMean(x: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0
  let all = 0
  for (let r = 0; r < x.length; r++) {
    sum += weights[r] * x[r]
    all += weights[r]
  }
  return sum / all
}
