import { fail } from '../errors.ts'
import { softmax } from '../kernels/softmax.ts'
import { type Answers, defineMetric, type Judge, type Metric } from './metric.ts'

/**
 * The share of rows whose own word is the most probable. Several candidates may stand for one word
 * (occurrences of it, pictures of one thing): the scores of all candidates, inner products of the
 * prediction with each of them brought to length 1, become probabilities by the softmax, and a word
 * has the sum of its candidates'. Words of equal probability share their places.
 *
 * `evaluate.words` names the label column of the words. How sure a prediction is is part of it:
 * heads whose predictions have any length (`score: cosine`) are flat or sharp by accident.
 *
 * @throws {NeurarrowError} `stage-options` without `words`
 * @see Défossez et al. (2023), Nat. Mach. Intell. 5:1097-1107, doi:10.1038/s42256-023-00714-5
 */
export const top1Words: Metric = topWords(1)

/** `top3Words`: among so many; `undefined` when the name has another form. */
export function wordsNamed(use: string): Metric | undefined {
  const [, first = ''] = /^top([1-9]\d{0,4})Words$/.exec(use) ?? []
  return first === '' ? undefined : topWords(Number(first))
}

function topWords(k: number): Metric {
  const use = `top${k}Words`
  return defineMetric({
    use,
    title: `Word retrieval, among the first ${k} words`,
    for: 'vectors',
    higherIsBetter: true,
    needsWords: true,
    judge: (answers) => judgeOf(answers, use, k),
  })
}

function judgeOf({ scores, candidates }: Answers, use: string, k: number): Judge {
  const { values, width, words } = candidates ?? { values: new Float64Array(0), width: 1 }
  if (words === undefined) {
    return fail('stage-options', { option: 'metrics', value: use, remedy: 'words: LABEL' })
  }
  const total = words.length
  const chances = softmax(products(scores, values, width), total)
  const count = Math.max(-1, ...words) + 1
  const rows = chances.length / Math.max(1, total)
  const sums = new Float64Array(rows * count)
  for (let r = 0; r < rows; r++) {
    for (let n = 0; n < total; n++) sums[r * count + words[n]] += chances[r * total + n]
  }
  return (truth, weights) => {
    let [right, all] = [0, 0]
    for (let r = 0; r < truth.length; r++) {
      if (weights[r] === 0) continue
      const rank = rankIn(sums.subarray(r * count, (r + 1) * count), words[truth[r]])
      if (rank <= k) right += weights[r]
      all += weights[r]
    }
    return right / all
  }
}

/** 1 + how many are higher, and half of those that are equal; NaN where the row holds one. */
function rankIn(row: Float64Array, own: number): number {
  let rank = 1
  for (let w = 0; w < row.length; w++) {
    if (Number.isNaN(row[w])) return Number.NaN
    if (w !== own) rank += row[w] > row[own] ? 1 : row[w] === row[own] ? 0.5 : 0
  }
  return rank
}

/** Inner products of rows with candidates of length 1, shape [R, N]; 0 for one without length. */
function products(x: ArrayLike<number>, candidates: Float64Array, width: number): Float64Array {
  const [rows, total] = [x.length / width, candidates.length / width]
  const out = new Float64Array(rows * total)
  for (let n = 0; n < total; n++) {
    const own = candidates.subarray(n * width, (n + 1) * width)
    const length = Math.hypot(...own)
    if (length === 0) continue
    for (let r = 0; r < rows; r++) {
      let sum = 0
      for (let d = 0; d < width; d++) sum += x[r * width + d] * own[d]
      out[r * total + n] = sum / length
    }
  }
  return out
}
