import * as z from 'zod'
import { fail } from '../errors.ts'
import {
  defineHead,
  fittedHead,
  type Labels,
  type Matrix,
  presentClasses,
  requireFinite,
} from '../head.ts'
import { type Neighbours, nearestRows } from '../kernels/nearest-rows.ts'

/**
 * The nearest training rows decide: scores are the shares of the classes among them, shape [R, K],
 * or the mean of their numbers, shape [R, 1]. Rows as near as the k-th all count, so that the order
 * of rows decides nothing; a row at distance 0 outweighs all others when near ones weigh more.
 */
export const knn = defineHead({
  use: 'knn',
  title: 'The nearest training rows decide',
  reads: 'features',
  predicts: 'all',
  version: 1,
  options: z.strictObject({
    k: z.int().min(1).default(5).meta({ unit: '1', description: 'how many neighbours decide' }),
    metric: z
      .enum(['cosine', 'euclid'])
      .default('cosine')
      .meta({ description: 'how far rows lie apart: by their angle, or by their distance' }),
    weights: z
      .enum(['same', 'distance'])
      .default('same')
      .meta({ description: 'distance: a neighbour counts by the inverse of its distance' }),
  }),
  cites: ['doi:10.1109/TIT.1967.1053964'],
  fit(x, labels, { k, metric, weights }) {
    const { values, width } =
      labels.classes > 0 ? classTargets(x, labels) : numberTargets(x, labels)
    const scores = (rows: Matrix) => {
      const near = nearestRows(rows.values, x.values, x.cols, { k, metric })
      return means(near, values, width, weights === 'distance')
    }
    return fittedHead(x.cols, scores)
  },
})

/** A 1 in the column of each row's class. */
function classTargets(x: Matrix, labels: Labels) {
  presentClasses(x, labels)
  const values = new Float64Array(x.rows * labels.classes)
  for (let r = 0; r < x.rows; r++) values[r * labels.classes + labels.y[r]] = 1
  return { values, width: labels.classes }
}

function numberTargets(x: Matrix, { y }: Labels) {
  requireFinite(x)
  if (x.rows < 1) fail('length-mismatch', { rows: x.rows, remedy: 'a fit needs a row' })
  requireFinite({ values: y, rows: x.rows, cols: y.length / x.rows })
  return { values: y, width: y.length / x.rows }
}

/** Weighted means of the targets of each row's neighbours, shape [R, width]. */
function means(
  { rows, distances, ends }: Neighbours,
  targets: Float64Array,
  width: number,
  isNearer: boolean,
): Float64Array {
  const out = new Float64Array(ends.length * width)
  for (let r = 0; r < ends.length; r++) {
    const from = r === 0 ? 0 : ends[r - 1]
    const isMet = isNearer && distances.subarray(from, ends[r]).includes(0)
    let sum = 0
    for (let n = from; n < ends[r]; n++) {
      const weight = isNearer ? weightOf(distances[n], isMet) : 1
      sum += weight
      for (let q = 0; q < width; q++) out[r * width + q] += weight * targets[rows[n] * width + q]
    }
    for (let q = 0; q < width; q++) out[r * width + q] /= sum
  }
  return out
}

function weightOf(distance: number, isMet: boolean): number {
  if (isMet) return distance === 0 ? 1 : 0
  return 1 / distance
}
