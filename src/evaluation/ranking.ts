import type { Judge } from './metric.ts'

/**
 * Judges how well scores put rows of class `code` above the others: the area under the ROC curve.
 *
 * Rows are sorted once; each judgement is one pass in which rows of equal score form one step.
 *
 * @param scores shape [R], higher means more likely of the class; NaN makes the value NaN
 */
export function areaJudge(scores: Float64Array, code: number): Judge {
  const { order, ends, finite } = ranked(scores)
  if (finite && ends.length === order.length) return distinctArea(order, code)
  return (truth, weights) => {
    let positives = 0
    let negatives = 0
    let twiceArea = 0
    for (let step = 0, i = 0; step < ends.length; step++) {
      const above = positives
      let passed = 0
      for (; i < ends[step]; i++) {
        const row = order[i]
        if (truth[row] === code) positives += weights[row]
        else passed += weights[row]
      }
      twiceArea += passed * (above + positives)
      negatives += passed
    }
    return finite ? twiceArea / (2 * positives * negatives) : Number.NaN
  }
}

/** Without ties every row is a step of its own. */
function distinctArea(order: Int32Array, code: number): Judge {
  return (truth, weights) => {
    let positives = 0
    let negatives = 0
    let area = 0
    for (let i = 0; i < order.length; i++) {
      const row = order[i]
      const weight = weights[row]
      const gained = truth[row] === code ? weight : 0
      positives += gained
      area += (weight - gained) * positives
      negatives += weight - gained
    }
    return area / (positives * negatives)
  }
}

/**
 * Judges by the average precision of class `code`: precision at each distinct score, weighted by
 * the recall gained there. NaN when all rows, or none, are of the class.
 *
 * @param scores shape [R], higher means more likely of the class; NaN makes the value NaN
 */
export function precisionJudge(scores: Float64Array, code: number): Judge {
  const { order, ends, finite } = ranked(scores)
  return (truth, weights) => {
    let positives = 0
    let rows = 0
    let sum = 0
    for (let step = 0, i = 0; step < ends.length; step++) {
      let gained = 0
      for (; i < ends[step]; i++) {
        const row = order[i]
        rows += weights[row]
        if (truth[row] === code) gained += weights[row]
      }
      positives += gained
      if (gained > 0) sum += (gained * positives) / rows
    }
    return finite && positives < rows ? sum / positives : Number.NaN
  }
}

/** Rows by falling score, and where each run of equal scores ends. */
export function ranked(scores: Float64Array) {
  const order = Int32Array.from(scores, (_, r) => r).sort((a, b) => scores[b] - scores[a] || a - b)
  const ends: number[] = []
  for (let i = 1; i <= order.length; i++) {
    if (i === order.length || scores[order[i]] !== scores[order[i - 1]]) ends.push(i)
  }
  return { order, ends: Int32Array.from(ends), finite: !scores.some(Number.isNaN) }
}
