import { dissimilarities } from '../kernels/dissimilarity.ts'
import type { Answers } from './metric.ts'

/** Dissimilarities of all pairs of vectors by their places among all distinct ones. */
export interface PairLevels {
  /** Shape [N, N]: from 0 for the smallest; nothing is said on the diagonal. */
  readonly of: Int32Array
  readonly count: number
  /** The dissimilarity of each level, rising, shape [count]. */
  readonly values: Float64Array
  /** N */
  readonly size: number
}

/**
 * What is seen of a pair of rows i and j: its levels in prediction and truth, how often it counts,
 * and its place i R + j.
 */
export type SeePair = (found: number, own: number, weight: number, at: number) => void

/** Predicted and own dissimilarities of the rows of a metric of vectors. */
export interface BothLevels {
  readonly found: PairLevels
  readonly own: PairLevels
  /** Shows all pairs of rows that count and have different vectors, in order. */
  readonly eachPair: (truth: ArrayLike<number>, weights: ArrayLike<number>, see: SeePair) => void
}

/**
 * Levels of 1 less Pearson's r between predictions, and between the vectors they are of.
 *
 * @returns `undefined` where a vector is constant
 */
export function bothLevels({ scores, candidates }: Answers): BothLevels | undefined {
  const { values, width } = candidates ?? { values: new Float64Array(0), width: 1 }
  const found = levelsOf(scores, width)
  const own = levelsOf(values, width)
  if (!found || !own) return undefined
  return {
    found,
    own,
    eachPair(truth, weights, see) {
      for (let i = 0; i < truth.length; i++) {
        for (let j = i + 1; j < truth.length; j++) {
          const weight = weights[i] * weights[j]
          if (weight === 0 || truth[i] === truth[j]) continue
          const level = own.of[truth[i] * own.size + truth[j]]
          see(found.of[i * found.size + j], level, weight, i * truth.length + j)
        }
      }
    },
  }
}

/** How many pairs have each level, of predictions and of their own vectors. */
export function countsOf(
  { found, own, eachPair }: BothLevels,
  truth: ArrayLike<number>,
  weights: ArrayLike<number>,
): readonly [Float64Array, Float64Array] {
  const counts = [new Float64Array(found.count), new Float64Array(own.count)] as const
  eachPair(truth, weights, (p, q, weight) => {
    counts[0][p] += weight
    counts[1][q] += weight
  })
  return counts
}

/**
 * The middle rank of each level among pairs, less the mean of all ranks.
 *
 * @param counts how many pairs have each level, shape [count]
 */
export function centredRanks(counts: Float64Array): Float64Array {
  const all = counts.reduce((sum, count) => sum + count, 0)
  let below = 0
  return counts.map((count) => {
    below += count
    return below - count / 2 - all / 2
  })
}

function levelsOf(x: ArrayLike<number>, width: number): PairLevels | undefined {
  const size = x.length / width
  const pairs = dissimilarities(Float64Array.from(x), size, 'correlation')
  if (pairs.some(Number.isNaN)) return undefined
  const order = Uint32Array.from(pairs, (_, p) => p).sort((p, q) => pairs[p] - pairs[q])
  const levels = new Int32Array(pairs.length)
  const values: number[] = []
  for (const p of order) {
    if (values.length === 0 || pairs[p] > values[values.length - 1]) values.push(pairs[p])
    levels[p] = values.length - 1
  }
  const of = new Int32Array(size * size)
  for (let i = 0, p = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++, p++) {
      of[i * size + j] = levels[p]
      of[j * size + i] = levels[p]
    }
  }
  return { of, count: values.length, values: Float64Array.from(values), size }
}
