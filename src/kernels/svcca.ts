import { multiply } from './multiply.ts'
import { columnPanels } from './panels.ts'
import { svd } from './svd.ts'

/** How two sets of features are compared. */
export interface SvccaSetting {
  /** R. */
  readonly rows: number
  /** Share of the variance of each set that its components keep, above 0, at most 1. */
  readonly keep: number
}

/**
 * The mean canonical correlation of the principal components of two sets of features of the same
 * rows: from 0, nothing in common, to 1. With as many components as rows less one it is 1 whatever
 * the features are. NaN when a set is constant.
 *
 * @param x shape [R, P]
 * @param y shape [R, Q]
 * @see Raghu, Gilmer, Yosinski & Sohl-Dickstein (2017), Adv. Neural Inf. Process. Syst.
 *   30:6076-6085, arXiv:1706.05806
 */
export function svcca(x: Float64Array, y: Float64Array, { rows, keep }: SvccaSetting): number {
  const [a, b] = [components(x, rows, keep), components(y, rows, keep)]
  if (a.count === 0 || b.count === 0) return Number.NaN
  const { values } = svd(multiply(panelsOf(a, rows), panelsOf(b, rows)), a.count)
  return values.reduce((sum, value) => sum + Math.min(1, value), 0) / values.length
}

interface Components {
  /** Orthonormal, shape [R, count]. */
  readonly basis: Float64Array
  readonly count: number
}

function panelsOf({ basis, count }: Components, rows: number) {
  return columnPanels(basis, rows, count)
}

function components(x: Float64Array, rows: number, keep: number): Components {
  const cols = x.length / rows
  const means = new Float64Array(cols)
  for (let i = 0; i < x.length; i++) means[i % cols] += x[i] / rows
  const { left, values } = svd(
    x.map((value, i) => value - means[i % cols]),
    rows,
  )
  const total = values.reduce((sum, value) => sum + value * value, 0)
  if (!(total > 0)) return { basis: new Float64Array(0), count: 0 }
  let [count, kept] = [0, 0]
  while (count < values.length && kept < keep * total * (1 - 1e-12)) kept += values[count++] ** 2
  const width = left.length / rows
  const basis = Float64Array.from({ length: rows * count }, (_, i) => {
    return left[Math.floor(i / count) * width + (i % count)]
  })
  return { basis, count }
}
