import { eigenSymmetric } from './eigen-symmetric.ts'
import { centredRows } from './left-out-ridge.ts'
import { multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'

/** Rows whose ridge regression is asked for. */
export interface KernelRows {
  /** Products of the rows, shape [N, N]. */
  readonly kernel: Float64Array
  /** Targets, shape [N, K]. */
  readonly vectors: Float64Array
  readonly rows: number
}

/**
 * Errors of rows that are left out, from ridge regression with an intercept on all others: a
 * decomposition of the training rows, which holds where rows are equal or the penalty is tiny.
 *
 * @param fold the rows that are left out, shape [F]
 * @param alpha penalty of the squared weights, above 0
 * @returns targets less their predictions, shape [F, K]
 */
export function leftOutByTraining(
  { kernel, vectors, rows }: KernelRows,
  fold: Int32Array,
  alpha: number,
): Float64Array {
  const left = new Set(fold)
  const rest = Int32Array.from({ length: rows }, (_, r) => r).filter((r) => !left.has(r))
  const [count, width] = [rest.length, vectors.length / rows]
  const own = centredBoth(kernel, rest, rows)
  const { values, vectors: basis } = eigenSymmetric(pick(own, rest, rest, rows), count)
  const turned = columnPanels(basis, count, count)
  const away = multiply(panels(pick(own, fold, rest, rows), fold.length, count), turned)
  for (let i = 0; i < away.length; i++) away[i] /= Math.max(0, values[i % count]) + alpha
  const targets = centredRows(vectors, rest, width)
  const right = multiply(columnPanels(targets.values, count, width), turned)
  const found = multiply(panels(away, fold.length, count), panels(right, width, count))
  const wanted = centredRows(vectors, fold, width, targets.means).values
  return wanted.map((value, i) => value - found[i])
}

/** The kernel of rows less the mean of some of them. */
function centredBoth(kernel: Float64Array, some: Int32Array, n: number): Float64Array {
  const means = centredRows(kernel, some, n).means
  let mean = 0
  for (const r of some) mean += means[r] / some.length
  return kernel.map((value, i) => value - means[Math.floor(i / n)] - means[i % n] + mean)
}

function pick(x: Float64Array, rows: Int32Array, columns: Int32Array, n: number): Float64Array {
  const out = new Float64Array(rows.length * columns.length)
  let at = 0
  for (const r of rows) for (const c of columns) out[at++] = x[r * n + c]
  return out
}
