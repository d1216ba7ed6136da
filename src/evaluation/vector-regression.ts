import { similarities } from '../kernels/similarity-ranks.ts'
import { type Answers, defineMetric, type Judge } from './metric.ts'
import { r2 } from './regression.ts'

/** The mean cosine between each predicted vector and the row's own. */
export const cosine = defineMetric({
  use: 'cosine',
  title: 'Cosine of predicted and own vector',
  for: 'vectors',
  higherIsBetter: true,
  judge: (answers) => {
    const { values, width } = candidatesOf(answers)
    const total = values.length / width
    const alike = similarities(answers.scores, values, width, 'cosine')
    return (truth, weights) => {
      let sum = 0
      let all = 0
      for (let r = 0; r < truth.length; r++) {
        sum += weights[r] * alike[r * total + truth[r]]
        all += weights[r]
      }
      return sum / all
    }
  },
})

/**
 * Pearson's correlation over rows of each number of the vectors, the mean over those numbers that
 * vary in truth and prediction.
 *
 * @see `scipy.stats.pearsonr` on each column
 */
export const vectorPearson = defineMetric({
  use: 'vectorPearson',
  title: "Pearson's r of each number of the vectors, mean",
  for: 'vectors',
  higherIsBetter: true,
  chanceOf: () => 0,
  judge: (answers) => {
    const { values, width } = candidatesOf(answers)
    const { scores } = answers
    return (truth, weights) => {
      let sum = 0
      let defined = 0
      for (let d = 0; d < width; d++) {
        const r = weightedPearson(
          (row) => scores[row * width + d],
          (row) => values[truth[row] * width + d],
          weights,
        )
        if (Number.isNaN(r)) continue
        sum += r
        defined++
      }
      return sum / defined
    }
  },
})

/**
 * The share of the variance of each number of the vectors that is explained, the mean over those
 * numbers that vary; below 0 where the mean does better.
 *
 * @see `sklearn.metrics.r2_score` with `multioutput='uniform_average'`
 */
export const vectorR2 = defineMetric({
  use: 'vectorR2',
  title: 'Explained variance R² of each number of the vectors, mean',
  for: 'vectors',
  higherIsBetter: true,
  judge: (answers) => {
    const { values, width } = candidatesOf(answers)
    const { scores } = answers
    const columns = Array.from({ length: width }, (_, d) =>
      Float64Array.from({ length: scores.length / width }, (_, row) => scores[row * width + d]),
    )
    return (truth, weights) => {
      let [sum, defined] = [0, 0]
      for (let d = 0; d < width; d++) {
        const own = Float64Array.from(truth, (code) => values[code * width + d])
        const value = r2.judge({ ...answers, prediction: columns[d] })(own, weights)
        if (Number.isNaN(value)) continue
        sum += value
        defined++
      }
      return sum / defined
    }
  },
})

/**
 * Pearson's correlation of each predicted vector with the row's own, over the numbers of the
 * vector, the mean over rows: of images the correlation of pixels, at the size that they have.
 */
export const rowPearson = defineMetric({
  use: 'rowPearson',
  title: "Pearson's r of predicted and own vector",
  for: 'vectors',
  higherIsBetter: true,
  judge: (answers) => ownLikeness(answers, (r) => r),
})

/** The mean over rows of 1 less Pearson's r of predicted and own vector. */
export const correlationDistance = defineMetric({
  use: 'correlationDistance',
  title: 'Correlation distance of predicted and own vector',
  for: 'vectors',
  higherIsBetter: false,
  judge: (answers) => ownLikeness(answers, (r) => 1 - r),
})

function ownLikeness(answers: Answers, worth: (r: number) => number): Judge {
  const { values, width } = candidatesOf(answers)
  const total = values.length / width
  const alike = similarities(answers.scores, values, width, 'pearson')
  return (truth, weights) => {
    let [sum, all] = [0, 0]
    for (let r = 0; r < truth.length; r++) {
      sum += weights[r] * worth(alike[r * total + truth[r]])
      all += weights[r]
    }
    return sum / all
  }
}

function candidatesOf({ candidates }: Answers) {
  return candidates ?? { values: new Float64Array(0), width: 1 }
}

function weightedPearson(
  x: (row: number) => number,
  y: (row: number) => number,
  weights: ArrayLike<number>,
): number {
  let [all, meanX, meanY] = [0, 0, 0]
  for (let r = 0; r < weights.length; r++) {
    all += weights[r]
    meanX += weights[r] * x(r)
    meanY += weights[r] * y(r)
  }
  meanX /= all
  meanY /= all
  let [product, squaresX, squaresY] = [0, 0, 0]
  for (let r = 0; r < weights.length; r++) {
    const [a, b] = [x(r) - meanX, y(r) - meanY]
    product += weights[r] * a * b
    squaresX += weights[r] * a * a
    squaresY += weights[r] * b * b
  }
  const rounding = (mean: number) => all * (1e-14 * mean) ** 2
  if (squaresX <= rounding(meanX) || squaresY <= rounding(meanY)) return Number.NaN
  return product / Math.sqrt(squaresX) / Math.sqrt(squaresY)
}
