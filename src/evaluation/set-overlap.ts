import { type Answers, defineMetric, type Judge } from './metric.ts'

/** From which number on an element belongs to the set. */
const inside = 0.5

/**
 * Dice's overlap of predicted and own vector as sets, for instance masks or pictures: twice the
 * elements that are 0.5 or more in both, over those of each; the mean over rows. Rows whose sets
 * are both empty do not count. NaN when no row counts.
 *
 * @see Dice (1945), Ecology 26(3):297-302, doi:10.2307/1932409; `sklearn.metrics.f1_score` of
 *   each row
 */
export const dice = defineMetric({
  use: 'dice',
  title: "Dice's overlap of predicted and own set",
  for: 'vectors',
  higherIsBetter: true,
  judge: (answers) => meanOverlap(answers, (both, found, own) => (2 * both) / (found + own)),
})

/**
 * Jaccard's overlap of predicted and own vector as sets: the elements that are 0.5 or more in both
 * over those that are in either; the mean over rows. Rows whose sets are both empty do not count.
 *
 * @see `sklearn.metrics.jaccard_score` of each row
 */
export const jaccard = defineMetric({
  use: 'jaccard',
  title: "Jaccard's overlap of predicted and own set",
  for: 'vectors',
  higherIsBetter: true,
  judge: (answers) => meanOverlap(answers, (both, found, own) => both / (found + own - both)),
})

function meanOverlap(
  { scores, candidates }: Answers,
  overlap: (both: number, found: number, own: number) => number,
): Judge {
  const { values, width } = candidates ?? { values: new Float64Array(0), width: 1 }
  return (truth, weights) => {
    let [sum, all] = [0, 0]
    for (let r = 0; r < truth.length; r++) {
      let [both, found, own] = [0, 0, 0]
      for (let d = 0; d < width; d++) {
        const isFound = scores[r * width + d] >= inside
        const isOwn = values[truth[r] * width + d] >= inside
        if (isFound) found++
        if (isOwn) own++
        if (isFound && isOwn) both++
      }
      if (found + own === 0 || weights[r] === 0) continue
      sum += weights[r] * overlap(both, found, own)
      all += weights[r]
    }
    return sum / all
  }
}
