import { gram, multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'

/**
 * Linear centred kernel alignment of two sets of features of the same rows: from 0, nothing in
 * common, to 1, the same up to rotation and scale. NaN when one is constant.
 *
 * @param x shape [R, P]
 * @param y shape [R, Q]
 * @param rows R
 * @see Kornblith, Norouzi, Lee & Hinton (2019), Proc. Mach. Learn. Res. 97:3519-3529
 */
export function linearCka(x: Float64Array, y: Float64Array, rows: number): number {
  const [a, b] = [centredColumns(x, rows), centredColumns(y, rows)]
  const across = squares(multiply(a, b))
  return across / Math.sqrt(squares(gram(a)) * squares(gram(b)))
}

/**
 * Linear centred kernel alignment from unbiased estimates of dependence: 0 on average when two sets
 * have nothing in common, however many features they have, and below 0 by chance. NaN when the
 * estimate of one with itself is not above 0, as of a constant.
 *
 * @param x shape [R, P]
 * @param y shape [R, Q]
 * @param rows R, at least 4
 * @see Song et al. (2012), J. Mach. Learn. Res. 13:1393-1434, eq. 5; Nguyen, Raghu & Kornblith
 *   (2021), arXiv:2010.15327
 */
export function unbiasedCka(x: Float64Array, y: Float64Array, rows: number): number {
  const [a, b] = [x, y].map((one) => innerProducts(one, rows))
  const [own, other] = [dependence(a, a, rows), dependence(b, b, rows)]
  return own > 0 && other > 0 ? dependence(a, b, rows) / Math.sqrt(own * other) : Number.NaN
}

/** Inner products of all pairs of different rows of centred columns, 0 on the diagonal. */
function innerProducts(x: Float64Array, rows: number): Float64Array {
  const cols = x.length / rows
  const means = new Float64Array(cols)
  for (let i = 0; i < x.length; i++) means[i % cols] += x[i] / rows
  const centred = x.map((value, i) => value - means[i % cols])
  const out = gram(panels(centred, rows, cols))
  for (let r = 0; r < rows; r++) out[r * rows + r] = 0
  return out
}

/** The unbiased estimate of the Hilbert-Schmidt independence criterion, up to a constant. */
function dependence(a: Float64Array, b: Float64Array, rows: number): number {
  const [ofA, ofB] = [a, b].map((one) => {
    const sums = new Float64Array(rows)
    for (let i = 0; i < one.length; i++) sums[Math.floor(i / rows)] += one[i]
    return sums
  })
  let [same, across, allA, allB] = [0, 0, 0, 0]
  for (let i = 0; i < a.length; i++) same += a[i] * b[i]
  for (let r = 0; r < rows; r++) {
    across += ofA[r] * ofB[r]
    allA += ofA[r]
    allB += ofB[r]
  }
  return same + (allA * allB) / ((rows - 1) * (rows - 2)) - (2 * across) / (rows - 2)
}

function centredColumns(x: Float64Array, rows: number) {
  const cols = x.length / rows
  const means = new Float64Array(cols)
  for (let i = 0; i < x.length; i++) means[i % cols] += x[i] / rows
  return columnPanels(
    x.map((value, i) => value - means[i % cols]),
    rows,
    cols,
  )
}

function squares(x: Float64Array): number {
  return x.reduce((sum, value) => sum + value * value, 0)
}
