import { multiply } from '../kernels/multiply.ts'
import { panels } from '../kernels/panels.ts'
import { svd } from '../kernels/svd.ts'
import { defineMetric } from './metric.ts'

/**
 * Fréchet's distance of predicted and own vectors as two clouds of points: that of normal
 * distributions with their means and covariances, 0 for equal clouds. Of what a network for images
 * sees it is the Fréchet inception distance. Which prediction belongs to which vector does not
 * matter, nor does shuffling. NaN for fewer than two rows.
 *
 * The trace of the root of both covariances' product is the sum of the singular values of the
 * products of all rows: no matrix of the vector's length is made.
 *
 * @see Heusel et al. (2017), Advances in Neural Information Processing Systems 30;
 *   `scipy.linalg.sqrtm` of the product of two `numpy.cov`
 */
export const frechetDistance = defineMetric({
  use: 'frechetDistance',
  title: 'Fréchet distance of predicted and own vectors',
  for: 'vectors',
  higherIsBetter: false,
  judge: ({ scores, candidates }) => {
    const { values, width } = candidates ?? { values: new Float64Array(0), width: 1 }
    return (truth, weights) => {
      const counts = new Float64Array(values.length / width)
      for (let r = 0; r < truth.length; r++) counts[truth[r]] += weights[r]
      const found = cloudOf(scores, width, weights)
      const own = cloudOf(values, width, counts)
      const { all, rows } = found
      if (all < 2) return Number.NaN
      const products = multiply(
        panels(found.points, rows, width),
        panels(own.points, own.rows, width),
      )
      const shared = svd(products, rows).values.reduce((sum, value) => sum + value, 0)
      const apart = found.mean.reduce((sum, value, d) => sum + (value - own.mean[d]) ** 2, 0)
      return apart + (found.squares + own.squares - 2 * shared) / (all - 1)
    }
  },
})

/** Rows that count, less their mean, each times the root of its weight. */
interface Cloud {
  readonly points: Float64Array
  readonly rows: number
  readonly mean: Float64Array
  /** The sum of squares of the points. */
  readonly squares: number
  /** The sum of the weights. */
  readonly all: number
}

function cloudOf(values: ArrayLike<number>, width: number, weights: ArrayLike<number>): Cloud {
  const kept: number[] = []
  let all = 0
  for (let r = 0; r < weights.length; r++) {
    if (weights[r] === 0) continue
    kept.push(r)
    all += weights[r]
  }
  const mean = new Float64Array(width)
  for (const r of kept)
    for (let d = 0; d < width; d++) mean[d] += (weights[r] * values[r * width + d]) / all
  const points = new Float64Array(kept.length * width)
  let squares = 0
  for (const [i, r] of kept.entries()) {
    for (let d = 0; d < width; d++) {
      const value = Math.sqrt(weights[r]) * (values[r * width + d] - mean[d])
      points[i * width + d] = value
      squares += value * value
    }
  }
  return { points, rows: kept.length, mean, squares, all }
}
