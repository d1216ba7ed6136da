import * as z from 'zod'
import { defineHead, fittedHead, presentClasses } from '../head.ts'
import { centroidDistances } from '../kernels/centroid-distances.ts'
import { classMeans } from '../kernels/class-means.ts'
import { spreadScores } from '../kernels/spread-scores.ts'

/**
 * The class whose mean is nearest; scores are negative Euclidean distances, shape [R, K]. The
 * predictions of `sklearn.neighbors.NearestCentroid`.
 */
export const nearest = defineHead({
  use: 'nearest',
  title: 'The class whose mean is nearest',
  reads: 'features',
  predicts: 'classes',
  version: 1,
  options: z.strictObject({}),
  fit(x, labels) {
    const { present, y } = presentClasses(x, labels)
    const means = classMeans(x.values, y, present.length)
    const scores = (rows: typeof x) => {
      const distances = centroidDistances(rows.values, means, x.cols)
      return spreadScores(
        distances.map((d) => -d),
        present,
        labels.classes,
        'lowest',
      )
    }
    return fittedHead(x.cols, scores)
  },
})
