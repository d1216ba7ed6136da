import { logGamma } from '../kernels/log-gamma.ts'
import { similarities, similarityRanks } from '../kernels/similarity-ranks.ts'
import { type Answers, defineMetric, type Judge, type Metric } from './metric.ts'

/**
 * The share of rows whose own vector is the first of all candidates, by cosine. Candidates are the
 * distinct vectors of the group's rows: of N candidates chance is 1 / N.
 *
 * @see Défossez et al. (2023), doi:10.1038/s42256-023-00714-5; dividing by the length of the
 *   candidate alone, as there, ranks the same
 */
export const top1 = topK('top1', 'Retrieval, first of all candidates', 1)

/** The share of rows whose own vector is among the first five candidates. */
export const top5 = topK('top5', 'Retrieval, among the first 5 candidates', 5)

/** The share of rows whose own vector is among the first ten candidates. */
export const top10 = topK('top10', 'Retrieval, among the first 10 candidates', 10)

/** The median rank of the own vector among the candidates, 1 at best. */
export const medianRank = defineMetric({
  use: 'medianRank',
  title: 'Median rank of the own vector',
  for: 'vectors',
  higherIsBetter: false,
  judge: (answers) => {
    const { rankOf } = rankedAnswers(answers)
    return (truth, weights) => {
      const pairs: [number, number][] = []
      let total = 0
      for (let r = 0; r < truth.length; r++) {
        if (weights[r] > 0) pairs.push([rankOf(r, truth[r]), weights[r]])
        total += weights[r]
      }
      pairs.sort(([a], [b]) => a - b)
      return (quantileOf(pairs, total / 2, 'low') + quantileOf(pairs, total / 2, 'high')) / 2
    }
  },
})

/** The mean of one over the rank of the own vector. */
export const reciprocalRank = defineMetric({
  use: 'reciprocalRank',
  title: 'Mean reciprocal rank of the own vector',
  for: 'vectors',
  higherIsBetter: true,
  judge: meanOverRows((rank) => 1 / rank),
})

/**
 * Two-way identification: how often the own vector is more alike than another candidate, by
 * Pearson's correlation; the mean over all other candidates, ties counting half. Chance is 0.5.
 */
export const twoWay = defineMetric({
  use: 'twoWay',
  title: 'Two-way identification',
  for: 'vectors',
  higherIsBetter: true,
  chanceOf: () => 0.5,
  judge: meanOverRows((rank, total) => (total - rank) / (total - 1), 'pearson'),
})

/**
 * 50-way identification: the probability that the own vector comes first among 50, itself and 49
 * others drawn at random; exact, so nothing is drawn. NaN with less than 50 candidates.
 */
export const fiftyWay = defineMetric({
  use: 'fiftyWay',
  title: '50-way identification',
  for: 'vectors',
  higherIsBetter: true,
  chanceOf: () => 1 / 50,
  judge: meanOverRows((rank, total) => firstAmong(50, rank, total)),
})

/**
 * Retrieval by the numbers in its name: `top3`, the share of rows whose own vector is among the
 * first 3 of all candidates; `top5Of50`, the probability that it is among the first 5 of 50, itself
 * and 49 others drawn at random: exact, so nothing is drawn. NaN with fewer candidates than are
 * drawn.
 *
 * @returns `undefined` when the name has another form, or asks for no less than all
 */
export function retrievalNamed(use: string): Metric | undefined {
  const [, first = '', drawn] = /^top([1-9]\d{0,4})(?:Of([1-9]\d{0,4}))?$/.exec(use) ?? []
  const k = Number(first)
  if (first === '') return undefined
  if (drawn === undefined) return topK(use, `Retrieval, among the first ${k} candidates`, k)
  const n = Number(drawn)
  if (k >= n) return undefined
  return defineMetric({
    use,
    title: `${n}-way identification, among the first ${k}`,
    for: 'vectors',
    higherIsBetter: true,
    chanceOf: () => k / n,
    judge: meanOverRows((rank, total) => amongFirst({ k, n }, rank, total)),
  })
}

/** The probability that fewer than k of n - 1 others, drawn without return, rank before `rank`. */
function amongFirst(
  { k, n }: { readonly k: number; readonly n: number },
  rank: number,
  total: number,
): number {
  if (total < n) return Number.NaN
  const before = Math.ceil(rank - 1)
  const behind = total - 1 - before
  let probability = 0
  for (let i = 0; i < k; i++) {
    const found = logChoose(before, i) + logChoose(behind, n - 1 - i) - logChoose(total - 1, n - 1)
    probability += Math.exp(found)
  }
  return Math.min(1, probability)
}

/** The logarithm of how many ways there are to choose; of none, minus infinity. */
function logChoose(from: number, chosen: number): number {
  if (chosen < 0 || chosen > from) return Number.NEGATIVE_INFINITY
  return logGamma(from + 1) - logGamma(chosen + 1) - logGamma(from - chosen + 1)
}

function topK(use: string, title: string, k: number) {
  return defineMetric({
    use,
    title,
    for: 'vectors',
    higherIsBetter: true,
    chanceOf: (candidates) => Math.min(1, k / candidates),
    judge: meanOverRows((rank) => (rank <= k ? 1 : 0)),
  })
}

/** The probability that none of `n - 1` others, drawn without return, ranks before `rank`. */
export function firstAmong(n: number, rank: number, total: number): number {
  if (total < n) return Number.NaN
  const behind = Math.floor(total - rank)
  let probability = 1
  for (let i = 0; i < n - 1; i++) probability *= Math.max(0, behind - i) / (total - 1 - i)
  return probability
}

function meanOverRows(
  worth: (rank: number, total: number) => number,
  likeness: 'cosine' | 'pearson' = 'cosine',
): (answers: Answers) => Judge {
  return (answers) => {
    const { rankOf, total } = rankedAnswers(answers, likeness)
    return (truth, weights) => {
      let sum = 0
      let all = 0
      for (let r = 0; r < truth.length; r++) {
        sum += weights[r] * worth(rankOf(r, truth[r]), total)
        all += weights[r]
      }
      return sum / all
    }
  }
}

function rankedAnswers({ scores, candidates }: Answers, likeness: 'cosine' | 'pearson' = 'cosine') {
  const { values, width } = candidates ?? { values: new Float64Array(0), width: 1 }
  const total = values.length / width
  const ranks = similarityRanks(similarities(scores, values, width, likeness), total)
  return { total, rankOf: (row: number, code: number) => ranks[row * total + code] }
}

/** The value at which the summed weights pass, or reach, a share of them. */
function quantileOf(
  pairs: readonly (readonly [number, number])[],
  share: number,
  side: 'low' | 'high',
): number {
  let sum = 0
  for (const [value, weight] of pairs) {
    sum += weight
    if (side === 'low' ? sum >= share : sum > share) return value
  }
  return pairs.length > 0 ? pairs[pairs.length - 1][0] : Number.NaN
}
