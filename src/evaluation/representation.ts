import { dissimilarities } from '../kernels/dissimilarity.ts'
import { gram } from '../kernels/multiply.ts'
import { panels } from '../kernels/panels.ts'
import { type Answers, defineMetric } from './metric.ts'

/**
 * Representational similarity: Spearman's correlation of how unlike two predictions are with how
 * unlike their own vectors are, over all pairs of rows with different vectors; unlike is 1 less
 * Pearson's r. NaN where a vector is constant. Takes time with the square of the rows.
 *
 * @see Kriegeskorte, Mur & Bandettini (2008), Front. Syst. Neurosci. 2:4,
 *   doi:10.3389/neuro.06.004.2008; `scipy.stats.spearmanr` of two `scipy.spatial.distance.pdist`
 */
export const rsa = defineMetric({
  use: 'rsa',
  title: 'Representational similarity, Spearman',
  for: 'vectors',
  higherIsBetter: true,
  chanceOf: () => 0,
  judge: ({ scores, candidates }) => {
    const { values, width } = candidatesOf(candidates)
    const predicted = levelsOf(scores, width)
    const own = levelsOf(values, width)
    if (!predicted || !own) return () => Number.NaN
    return (truth, weights) => rankCorrelation(predicted, own, truth, weights)
  },
})

/**
 * Linear centred kernel alignment of predictions and their own vectors over rows: 1 when one is the
 * other, rotated and scaled. Takes time with the square of the rows.
 *
 * @see Kornblith, Norouzi, Lee & Hinton (2019), Proc. Mach. Learn. Res. 97:3519-3529
 */
export const linearCka = defineMetric({
  use: 'linearCka',
  title: 'Linear centred kernel alignment',
  for: 'vectors',
  higherIsBetter: true,
  judge: ({ scores, candidates }) => {
    const { values, width } = candidatesOf(candidates)
    const total = values.length / width
    const rows = scores.length / width
    const [a, b] = [centredGram(scores, width), centredGram(values, width)]
    return (truth, weights) => {
      const found = (i: number, j: number) => a[i * rows + j]
      const own = (i: number, j: number) => b[truth[i] * total + truth[j]]
      const both = alignment(found, own, weights)
      const each = alignment(found, found, weights) * alignment(own, own, weights)
      return each > 0 ? both / Math.sqrt(each) : Number.NaN
    }
  },
})

/** Dissimilarities by their places among all distinct ones. */
interface Levels {
  /** Shape [N, N]: from 0 for the smallest; nothing is said on the diagonal. */
  readonly of: Int32Array
  readonly count: number
  readonly size: number
}

function levelsOf(x: ArrayLike<number>, width: number): Levels | undefined {
  const size = x.length / width
  const values = dissimilarities(Float64Array.from(x), size, 'correlation')
  if (values.some(Number.isNaN)) return undefined
  const order = Uint32Array.from(values, (_, p) => p).sort((p, q) => values[p] - values[q])
  const levels = new Int32Array(values.length)
  let count = 0
  order.forEach((p, k) => {
    if (k > 0 && values[p] > values[order[k - 1]]) count++
    levels[p] = count
  })
  const of = new Int32Array(size * size)
  for (let i = 0, p = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++, p++) {
      of[i * size + j] = levels[p]
      of[j * size + i] = levels[p]
    }
  }
  return { of, count: count + 1, size }
}

function rankCorrelation(
  predicted: Levels,
  own: Levels,
  truth: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  const counts = [new Float64Array(predicted.count), new Float64Array(own.count)]
  const eachPair = (see: (p: number, q: number, weight: number) => void) => {
    for (let i = 0; i < truth.length; i++) {
      for (let j = i + 1; j < truth.length; j++) {
        const weight = weights[i] * weights[j]
        if (weight === 0 || truth[i] === truth[j]) continue
        const p = predicted.of[i * predicted.size + j]
        see(p, own.of[truth[i] * own.size + truth[j]], weight)
      }
    }
  }
  eachPair((p, q, weight) => {
    counts[0][p] += weight
    counts[1][q] += weight
  })
  const [a, b] = counts.map(centredRanks)
  let [both, squaresA, squaresB] = [0, 0, 0]
  eachPair((p, q, weight) => {
    both += weight * a[p] * b[q]
    squaresA += weight * a[p] * a[p]
    squaresB += weight * b[q] * b[q]
  })
  return squaresA > 0 && squaresB > 0 ? both / Math.sqrt(squaresA * squaresB) : Number.NaN
}

/** The middle rank of each level, less the mean of all ranks. */
function centredRanks(counts: Float64Array): Float64Array {
  const all = counts.reduce((sum, count) => sum + count, 0)
  let below = 0
  return counts.map((count) => {
    below += count
    return below - count / 2 - all / 2
  })
}

/** Products of all pairs of rows, less the mean row, so that sums do not lose digits. */
function centredGram(x: ArrayLike<number>, width: number): Float64Array {
  const rows = x.length / width
  const means = new Float64Array(width)
  for (let i = 0; i < x.length; i++) means[i % width] += x[i] / rows
  const centred = Float64Array.from(x, (value, i) => value - means[i % width])
  return gram(panels(centred, rows, width))
}

/** The sum of products of two kernels, both centred under the weights. */
function alignment(
  a: (i: number, j: number) => number,
  b: (i: number, j: number) => number,
  weights: ArrayLike<number>,
): number {
  let [all, products, rows, totalA, totalB] = [0, 0, 0, 0, 0]
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue
    all += weights[i]
    let [rowA, rowB, own] = [0, 0, 0]
    for (let j = 0; j < weights.length; j++) {
      const [x, y] = [a(i, j), b(i, j)]
      rowA += weights[j] * x
      rowB += weights[j] * y
      own += weights[j] * x * y
    }
    products += weights[i] * own
    rows += weights[i] * rowA * rowB
    totalA += weights[i] * rowA
    totalB += weights[i] * rowB
  }
  return products - (2 * rows) / all + (totalA * totalB) / all ** 2
}

function candidatesOf(candidates: Answers['candidates']) {
  return candidates ?? { values: new Float64Array(0), width: 1 }
}
