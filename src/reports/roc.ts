import { ranked } from '../evaluation/ranking.ts'

/** Points of a receiver operating characteristic, from (0, 0) to (1, 1). */
export interface Roc {
  readonly falsePositive: Float64Array
  readonly truePositive: Float64Array
}

/**
 * The ROC of one class against the rest; rows of equal score make one step.
 *
 * @param truth shape [R], class codes
 * @param scores shape [R], higher means more likely of class `code`
 * @returns `undefined` when the truth holds one of the two sides only
 */
export function rocOf(truth: Float64Array, scores: Float64Array, code: number): Roc | undefined {
  const { order, ends } = ranked(scores)
  const all = truth.filter((one) => one === code).length
  if (all === 0 || all === truth.length) return undefined
  const falsePositive = new Float64Array(ends.length + 1)
  const truePositive = new Float64Array(ends.length + 1)
  let positives = 0
  for (let step = 0, i = 0; step < ends.length; step++) {
    for (; i < ends[step]; i++) if (truth[order[i]] === code) positives++
    truePositive[step + 1] = positives / all
    falsePositive[step + 1] = (ends[step] - positives) / (truth.length - all)
  }
  return { falsePositive, truePositive }
}

/**
 * The height of a ROC at a false positive rate, along straight lines between its points; where it
 * rises at that very rate, the upper end.
 */
export function rocAt({ falsePositive, truePositive }: Roc, rate: number): number {
  let i = 0
  while (i + 1 < falsePositive.length && falsePositive[i + 1] <= rate) i++
  if (i + 1 === falsePositive.length) return truePositive[i]
  const part = (rate - falsePositive[i]) / (falsePositive[i + 1] - falsePositive[i])
  return truePositive[i] + part * (truePositive[i + 1] - truePositive[i])
}

/** Mean and standard deviation of several ROCs at each of some false positive rates. */
export function meanRoc(rocs: readonly Roc[], rates: readonly number[]) {
  return rates.map((rate) => {
    const heights = rocs.map((roc) => rocAt(roc, rate))
    const mean = heights.reduce((sum, height) => sum + height, 0) / heights.length
    const squares = heights.reduce((sum, height) => sum + (height - mean) ** 2, 0)
    return { rate, mean, deviation: Math.sqrt(squares / Math.max(1, heights.length - 1)) }
  })
}
