import { defineMetric, type Metric } from './metric.ts'
import { type BothLevels, bothLevels } from './pair-levels.ts'

/** How alike the dissimilarities of predictions and of their own vectors are. */
export type CompareLevels = (
  levels: BothLevels,
  truth: ArrayLike<number>,
  weights: ArrayLike<number>,
) => number

/**
 * Defines a metric of representational similarity: a comparison of the dissimilarities of all pairs
 * of rows with different vectors, 0 by chance. NaN where a vector is constant.
 */
export function defineSimilarity(
  { use, title }: Pick<Metric, 'use' | 'title'>,
  compare: CompareLevels,
): Metric {
  return defineMetric({
    use,
    title,
    for: 'vectors',
    higherIsBetter: true,
    chanceOf: () => 0,
    judge: (answers) => {
      const levels = bothLevels(answers)
      if (!levels) return () => Number.NaN
      return (truth, weights) => compare(levels, truth, weights)
    },
  })
}
