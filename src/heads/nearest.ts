import * as z from 'zod'
import { defineHead, fittedHead, type Matrix, presentClasses } from '../head.ts'
import { centroidDistances } from '../kernels/centroid-distances.ts'
import { classMeans } from '../kernels/class-means.ts'
import { multiply } from '../kernels/multiply.ts'
import { panels } from '../kernels/panels.ts'
import { spreadScores } from '../kernels/spread-scores.ts'

/**
 * The class whose mean is nearest; scores are negative Euclidean distances or correlations, shape
 * [R, K]. With distances, the predictions of `sklearn.neighbors.NearestCentroid`; with correlations
 * and moments as classes, time-segment matching.
 */
export const nearest = defineHead({
  use: 'nearest',
  title: 'The class whose mean is nearest',
  reads: 'features',
  predicts: 'classes',
  version: 1,
  options: z.strictObject({
    by: z
      .enum(['distance', 'correlation'])
      .default('distance')
      .meta({ description: 'what is near: a small distance, or a high correlation of features' }),
  }),
  fit(x, labels, { by }) {
    const { present, y } = presentClasses(x, labels)
    const means = classMeans(x.values, y, present.length)
    const scores = (rows: typeof x) => {
      const near =
        by === 'correlation'
          ? correlations(rows, means)
          : centroidDistances(rows.values, means, x.cols).map((d) => -d)
      return spreadScores(near, present, labels.classes, 'lowest')
    }
    return fittedHead(x.cols, scores)
  },
})

/** Pearson's r of each row with each mean, shape [R, K]; 0 with what is constant. */
function correlations({ values, rows, cols }: Matrix, means: Float64Array): Float64Array {
  const classes = means.length / cols
  const [a, b] = [unitRows(values, rows), unitRows(means, classes)]
  return multiply(panels(a, rows, cols), panels(b, classes, cols))
}

function unitRows(x: Float64Array, rows: number): Float64Array {
  const cols = x.length / rows
  const out = new Float64Array(x.length)
  for (let r = 0; r < rows; r++) {
    let [mean, squares] = [0, 0]
    for (let d = 0; d < cols; d++) mean += x[r * cols + d] / cols
    for (let d = 0; d < cols; d++) squares += (x[r * cols + d] - mean) ** 2
    if (!(squares > 0)) continue
    for (let d = 0; d < cols; d++) out[r * cols + d] = (x[r * cols + d] - mean) / Math.sqrt(squares)
  }
  return out
}
