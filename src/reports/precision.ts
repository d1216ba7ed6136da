import { ranked } from '../evaluation/ranking.ts'

/** Points of a precision-recall curve by falling score, recall ascending to 1. */
export interface Precision {
  readonly recall: Float64Array
  readonly precision: Float64Array
}

/**
 * Precision against recall of one class; rows of equal score make one point.
 *
 * @param truth shape [R], class codes
 * @param scores shape [R], higher means more likely of class `code`
 * @returns `undefined` when no row, or every row, is of the class
 * @see sklearn.metrics.precision_recall_curve, whose points come in the other direction
 */
export function precisionOf(
  truth: Float64Array,
  scores: Float64Array,
  code: number,
): Precision | undefined {
  const { order, ends } = ranked(scores)
  const all = truth.filter((one) => one === code).length
  if (all === 0 || all === truth.length) return undefined
  const recall = new Float64Array(ends.length)
  const precision = new Float64Array(ends.length)
  let positives = 0
  for (let step = 0, i = 0; step < ends.length; step++) {
    for (; i < ends[step]; i++) if (truth[order[i]] === code) positives++
    recall[step] = positives / all
    precision[step] = positives / ends[step]
  }
  return { recall, precision }
}

/** The precision at which a recall is first reached. */
export function precisionAt({ recall, precision }: Precision, wanted: number): number {
  const at = recall.findIndex((value) => value >= wanted - 1e-12 && value > 0)
  return precision[at < 0 ? precision.length - 1 : at]
}

/** Mean and standard deviation of several curves at each of some recalls. */
export function meanPrecision(curves: readonly Precision[], recalls: readonly number[]) {
  return recalls.map((recall) => {
    const heights = curves.map((curve) => precisionAt(curve, recall))
    const mean = heights.reduce((sum, height) => sum + height, 0) / heights.length
    const squares = heights.reduce((sum, height) => sum + (height - mean) ** 2, 0)
    return { recall, mean, deviation: Math.sqrt(squares / Math.max(1, heights.length - 1)) }
  })
}
