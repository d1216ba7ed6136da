import { confusionJudge } from './confusion.ts'
import { type Answers, defineMetric, type Judge } from './metric.ts'
import { areaJudge, precisionJudge } from './ranking.ts'

/**
 * The share of rows whose class is right.
 *
 * @see `sklearn.metrics.accuracy_score`
 */
export const accuracy = defineMetric({
  use: 'accuracy',
  title: 'Accuracy',
  for: 'classes',
  higherIsBetter: true,
  judge: ({ prediction }) => {
    const rows = prediction.length
    return (truth, weights) => {
      let right = 0
      let all = 0
      for (let r = 0; r < rows; r++) {
        all += weights[r]
        if (prediction[r] === truth[r]) right += weights[r]
      }
      return right / all
    }
  },
})

/**
 * The mean over the classes that occur in the truth of the share of their rows that is found.
 *
 * @see `sklearn.metrics.balanced_accuracy_score`
 */
export const balancedAccuracy = defineMetric({
  use: 'balancedAccuracy',
  title: 'Balanced accuracy',
  for: 'classes',
  higherIsBetter: true,
  chanceOf: (classes) => 1 / classes,
  judge: confusionJudge(({ found, actual }) => {
    let sum = 0
    let present = 0
    for (let k = 0; k < actual.length; k++) {
      if (actual[k] === 0) continue
      sum += found[k] / actual[k]
      present++
    }
    return sum / present
  }),
})

/**
 * Cohen's kappa: agreement beyond what the two margins alone would give. NaN when both truth and
 * prediction hold one and the same class only.
 *
 * @see `sklearn.metrics.cohen_kappa_score`
 */
export const kappa = defineMetric({
  use: 'kappa',
  title: "Cohen's kappa",
  for: 'classes',
  higherIsBetter: true,
  chanceOf: () => 0,
  judge: confusionJudge(({ found, actual, predicted, rows }) => {
    let right = 0
    let expected = 0
    for (let k = 0; k < actual.length; k++) {
      right += found[k]
      expected += (actual[k] * predicted[k]) / rows
    }
    return (right - expected) / (rows - expected)
  }),
})

/**
 * The mean of the F1 of the classes that occur in truth or prediction, with two classes also.
 *
 * @see `sklearn.metrics.f1_score` with `average='macro'`
 */
export const f1 = defineMetric({
  use: 'f1',
  title: 'F1, mean over classes',
  for: 'classes',
  higherIsBetter: true,
  judge: confusionJudge(({ found, actual, predicted }) => {
    let sum = 0
    let present = 0
    for (let k = 0; k < actual.length; k++) {
      if (actual[k] + predicted[k] === 0) continue
      sum += (2 * found[k]) / (actual[k] + predicted[k])
      present++
    }
    return sum / present
  }),
})

/**
 * The F1 of the positive class. NaN when it occurs in neither truth nor prediction.
 *
 * @see `sklearn.metrics.f1_score` with `average='binary'`
 */
export const f1Positive = defineMetric({
  use: 'f1Positive',
  title: 'F1 of the positive class',
  for: 'classes',
  higherIsBetter: true,
  judge: confusionJudge(({ found, actual, predicted, positive }) => {
    return (2 * found[positive]) / (actual[positive] + predicted[positive])
  }),
})

/**
 * The area under the receiver operating characteristic: how often a positive row scores above a
 * negative one, ties counting half. With more than two classes, the mean over the classes that
 * occur of each against the rest. NaN when the truth holds one class only.
 *
 * @see `sklearn.metrics.roc_auc_score`, `multi_class='ovr'` for more than two classes
 */
export const auroc = defineMetric({
  use: 'auroc',
  title: 'AUROC',
  for: 'classes',
  higherIsBetter: true,
  chanceOf: () => 0.5,
  judge: overClasses(areaJudge),
})

/**
 * Average precision (area under the precision-recall curve without interpolation) of the positive
 * class; with more than two classes, the mean over the classes that occur. NaN when the truth holds
 * one class only, where scikit-learn says 1 or 0: nothing was told apart.
 *
 * @see `sklearn.metrics.average_precision_score`
 */
export const averagePrecision = defineMetric({
  use: 'averagePrecision',
  title: 'Average precision',
  for: 'classes',
  higherIsBetter: true,
  judge: overClasses(precisionJudge),
})

/** One class against the rest: the positive class of two, else the mean over those that occur. */
function overClasses(
  judgeOf: (scores: Float64Array, code: number) => Judge,
): (answers: Answers) => Judge {
  return ({ scores, classes, positive }) => {
    const rows = scores.length / classes
    const one = (code: number) =>
      judgeOf(
        Float64Array.from({ length: rows }, (_, r) => scores[r * classes + code]),
        code,
      )
    if (classes === 2) return one(positive)
    const judges = Array.from({ length: classes }, (_, code) => one(code))
    return (truth, weights) => {
      let sum = 0
      let defined = 0
      for (const judge of judges) {
        const value = judge(truth, weights)
        if (Number.isNaN(value)) continue
        sum += value
        defined++
      }
      return sum / defined
    }
  }
}
