import { defineMetric, type Judge } from './metric.ts'

/**
 * Spearman's rank correlation of truth and prediction, equal values sharing the mean of their
 * ranks; NaN when one of them is constant.
 *
 * @see `scipy.stats.spearmanr`
 */
export const spearman = defineMetric({
  use: 'spearman',
  title: "Spearman's rho",
  for: 'numbers',
  higherIsBetter: true,
  chanceOf: () => 0,
  judge:
    ({ prediction }) =>
    (truth, weights) => {
      const [x, y] = [weightedRanks(truth, weights), weightedRanks(prediction, weights)]
      let [all, product, squaresX, squaresY] = [0, 0, 0, 0]
      for (let r = 0; r < x.length; r++) all += weights[r]
      const mean = (all + 1) / 2
      for (let r = 0; r < x.length; r++) {
        const [a, b] = [x[r] - mean, y[r] - mean]
        product += weights[r] * a * b
        squaresX += weights[r] * a * a
        squaresY += weights[r] * b * b
      }
      return product / Math.sqrt(squaresX) / Math.sqrt(squaresY)
    },
})

/**
 * The mean squared difference of truth and prediction, in the square of the target's unit.
 *
 * @see `sklearn.metrics.mean_squared_error`
 */
export const mse = defineMetric({
  use: 'mse',
  title: 'Mean squared error',
  for: 'numbers',
  higherIsBetter: false,
  judge: ({ prediction }) => meanSquare(prediction),
})

/**
 * The root of the mean squared difference of truth and prediction, in the target's unit.
 *
 * @see `sklearn.metrics.root_mean_squared_error`
 */
export const rmse = defineMetric({
  use: 'rmse',
  title: 'Root mean squared error',
  for: 'numbers',
  higherIsBetter: false,
  judge: ({ prediction }) => {
    const judge = meanSquare(prediction)
    return (truth, weights) => Math.sqrt(judge(truth, weights))
  },
})

function meanSquare(prediction: ArrayLike<number>): Judge {
  return (truth, weights) => {
    let [sum, all] = [0, 0]
    for (let r = 0; r < prediction.length; r++) {
      sum += weights[r] * (truth[r] - prediction[r]) ** 2
      all += weights[r]
    }
    return sum / all
  }
}

/** Ranks from 1 of rows that count as often as they weigh; equal values share their mean. */
function weightedRanks(x: ArrayLike<number>, weights: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: x.length }, (_, i) => i).sort((a, b) => x[a] - x[b])
  const ranks = new Float64Array(x.length)
  let before = 0
  for (let from = 0; from < order.length; ) {
    let [to, own] = [from, 0]
    for (; to < order.length && x[order[to]] === x[order[from]]; to++) own += weights[order[to]]
    for (let i = from; i < to; i++) ranks[order[i]] = before + (own + 1) / 2
    before += own
    from = to
  }
  return ranks
}
