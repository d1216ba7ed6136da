import { gram } from '../kernels/multiply.ts'
import { panels } from '../kernels/panels.ts'
import { type Answers, defineMetric } from './metric.ts'
import { type BothLevels, centredRanks, countsOf } from './pair-levels.ts'
import { defineSimilarity } from './similarity-metric.ts'

/**
 * Representational similarity: Spearman's correlation of how unlike two predictions are with how
 * unlike their own vectors are, over all pairs of rows with different vectors; unlike is 1 less
 * Pearson's r. NaN where a vector is constant. Takes time with the square of the rows.
 *
 * @see Kriegeskorte, Mur & Bandettini (2008), Front. Syst. Neurosci. 2:4,
 *   doi:10.3389/neuro.06.004.2008; `scipy.stats.spearmanr` of two `scipy.spatial.distance.pdist`
 */
export const rsa = defineSimilarity(
  { use: 'rsa', title: 'Representational similarity, Spearman' },
  rankCorrelation,
)

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
  judge: (answers) => alignmentJudge(answers, centredProduct),
})

/**
 * Linear centred kernel alignment from unbiased estimates of dependence: 0 on average for
 * predictions that know nothing, however long the vectors are, and below 0 by chance. NaN for fewer
 * than four rows, and where predictions or vectors do not depend on themselves. Takes time with the
 * square of the rows.
 *
 * @see Song et al. (2012), J. Mach. Learn. Res. 13:1393-1434, eq. 5; Nguyen, Raghu & Kornblith
 *   (2021), arXiv:2010.15327
 */
export const unbiasedCka = defineMetric({
  use: 'unbiasedCka',
  title: 'Unbiased linear centred kernel alignment',
  for: 'vectors',
  higherIsBetter: true,
  chanceOf: () => 0,
  judge: (answers) => alignmentJudge(answers, unbiasedProduct),
})

/** A number of each pair of rows. */
type Kernel = (i: number, j: number) => number
type KernelProduct = (a: Kernel, b: Kernel, weights: ArrayLike<number>) => number

function alignmentJudge({ scores, candidates }: Answers, product: KernelProduct) {
  const { values, width } = candidates ?? { values: new Float64Array(0), width: 1 }
  const total = values.length / width
  const rows = scores.length / width
  const [a, b] = [centredGram(scores, width), centredGram(values, width)]
  return (truth: ArrayLike<number>, weights: ArrayLike<number>) => {
    const found = (i: number, j: number) => a[i * rows + j]
    const own = (i: number, j: number) => b[truth[i] * total + truth[j]]
    const each = [product(found, found, weights), product(own, own, weights)]
    if (!(each[0] > 0 && each[1] > 0)) return Number.NaN
    return product(found, own, weights) / Math.sqrt(each[0] * each[1])
  }
}

function rankCorrelation(
  levels: BothLevels,
  truth: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  const [a, b] = countsOf(levels, truth, weights).map(centredRanks)
  let [both, squaresA, squaresB] = [0, 0, 0]
  levels.eachPair(truth, weights, (p, q, weight) => {
    both += weight * a[p] * b[q]
    squaresA += weight * a[p] * a[p]
    squaresB += weight * b[q] * b[q]
  })
  return squaresA > 0 && squaresB > 0 ? both / Math.sqrt(squaresA * squaresB) : Number.NaN
}

/** Products of all pairs of rows, less the mean row, so that sums do not lose digits. */
function centredGram(x: ArrayLike<number>, width: number): Float64Array {
  const rows = x.length / width
  const means = new Float64Array(width)
  for (let i = 0; i < x.length; i++) means[i % width] += x[i] / rows
  const centred = Float64Array.from(x, (value, i) => value - means[i % width])
  return gram(panels(centred, rows, width))
}

/** Sums over pairs of rows, each as often as both weights say. */
interface PairSums {
  readonly all: number
  /** Of the products of both kernels. */
  readonly products: number
  /** Of the products of what a row sums to in each kernel. */
  readonly rows: number
  readonly totals: readonly [number, number]
}

/** The sum of products of two kernels, both centred under the weights. */
function centredProduct(a: Kernel, b: Kernel, weights: ArrayLike<number>): number {
  const { all, products, rows, totals } = pairSums(a, b, weights, false)
  return products - (2 * rows) / all + (totals[0] * totals[1]) / all ** 2
}

/** The unbiased estimate of the Hilbert-Schmidt independence criterion, up to a constant. */
function unbiasedProduct(a: Kernel, b: Kernel, weights: ArrayLike<number>): number {
  const { all, products, rows, totals } = pairSums(a, b, weights, true)
  if (all < 4) return Number.NaN
  return products + (totals[0] * totals[1]) / ((all - 1) * (all - 2)) - (2 * rows) / (all - 2)
}

/** @param apart whether a row is not paired with itself; its repetitions are other rows */
function pairSums(a: Kernel, b: Kernel, weights: ArrayLike<number>, apart: boolean): PairSums {
  let [all, products, rows, totalA, totalB] = [0, 0, 0, 0, 0]
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue
    all += weights[i]
    let [rowA, rowB, own] = [0, 0, 0]
    for (let j = 0; j < weights.length; j++) {
      const weight = apart && i === j ? weights[j] - 1 : weights[j]
      const [x, y] = [a(i, j), b(i, j)]
      rowA += weight * x
      rowB += weight * y
      own += weight * x * y
    }
    products += weights[i] * own
    rows += weights[i] * rowA * rowB
    totalA += weights[i] * rowA
    totalB += weights[i] * rowB
  }
  return { all, products, rows, totals: [totalA, totalB] }
}
