import { confusionJudge } from './confusion.ts'
import { defineMetric } from './metric.ts'

/**
 * Matthews' correlation of truth and prediction, for two classes and more. 0 when all predictions
 * are of one class, so that people of whom nothing is told apart stay in a mean; NaN when the truth
 * is of one class, where scikit-learn says 0 as well.
 *
 * @see `sklearn.metrics.matthews_corrcoef`
 */
export const mcc = defineMetric({
  use: 'mcc',
  title: "Matthews' correlation",
  for: 'classes',
  higherIsBetter: true,
  chanceOf: () => 0,
  judge: confusionJudge(({ found, actual, predicted, rows }) => {
    let [right, both, actuals, predictions] = [0, 0, 0, 0]
    for (let k = 0; k < actual.length; k++) {
      right += found[k]
      both += actual[k] * predicted[k]
      actuals += actual[k] ** 2
      predictions += predicted[k] ** 2
    }
    if (actuals === rows ** 2) return Number.NaN
    const spread = (rows ** 2 - actuals) * (rows ** 2 - predictions)
    return spread > 0 ? (right * rows - both) / Math.sqrt(spread) : 0
  }),
})

/**
 * The mean of the F1 of the classes, each weighted by its rows.
 *
 * @see `sklearn.metrics.f1_score` with `average='weighted'`
 */
export const f1Weighted = defineMetric({
  use: 'f1Weighted',
  title: 'F1, weighted by rows',
  for: 'classes',
  higherIsBetter: true,
  judge: confusionJudge(({ found, actual, predicted, rows }) => {
    let sum = 0
    for (let k = 0; k < actual.length; k++) {
      if (actual[k] > 0) sum += (actual[k] * 2 * found[k]) / (actual[k] + predicted[k])
    }
    return sum / rows
  }),
})

/**
 * The share of rows of the positive class that are found. NaN without such rows.
 *
 * @see `sklearn.metrics.recall_score`
 */
export const sensitivity = defineMetric({
  use: 'sensitivity',
  title: 'Sensitivity: positive rows that are found',
  for: 'classes',
  higherIsBetter: true,
  judge: confusionJudge(({ found, actual, positive }) => found[positive] / actual[positive]),
})

/**
 * The share of rows of all other classes that are not taken for positive. NaN without such rows.
 *
 * @see `sklearn.metrics.recall_score` with the other class as the positive one
 */
export const specificity = defineMetric({
  use: 'specificity',
  title: 'Specificity: other rows that are not taken for positive',
  for: 'classes',
  higherIsBetter: true,
  judge: confusionJudge(({ found, actual, predicted, rows, positive }) => {
    const others = rows - actual[positive]
    return (others - (predicted[positive] - found[positive])) / others
  }),
})
