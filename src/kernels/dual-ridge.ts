import { cholesky, inverseLower } from './cholesky.ts'
import { addCorrelationLoss } from './correlation-loss.ts'
import { eigenSymmetric } from './eigen-symmetric.ts'
import { leftOutByTraining } from './left-out-by-training.ts'
import {
  centredRows,
  type LeftOutRidge,
  type RidgeRows,
  shrunk,
  withIntercepts,
} from './left-out-ridge.ts'
import { gram, multiply } from './multiply.ts'
import { columnPanels, type Panels, panels } from './panels.ts'
import { quadraticForms } from './quadratic-forms.ts'

/**
 * Ridge regression by the products of rows, for more features than rows: one decomposition of all
 * rows gives the errors of every set that is left out (a fold).
 *
 * With u the eigenvectors less their means and s = alpha / (values + alpha), the residuals of all
 * rows are u · s · uᵀ y, and a fold's prediction errors are its residuals over its own block of
 * u · s · uᵀ. So the mean squared error of a target is a quadratic form of its coordinates uᵀ y.
 *
 * Where a fold's block is next to singular, its errors come from its training rows instead.
 *
 * @see Cook & Weisberg (1982), Residuals and Influence in Regression, section 2.2: rows that are
 *   left out together
 */
export function dualRidge({ x, rows, tests, alphas, judge }: RidgeRows): LeftOutRidge {
  const depth = x.length / rows
  const all = Int32Array.from({ length: rows }, (_, r) => r)
  const own = centredRows(x, all, depth)
  const kernel = gram(panels(own.values, rows, depth))
  const { values, vectors } = eigenSymmetric(kernel, rows)
  for (let k = 0; k < rows; k++) values[k] = Math.max(0, values[k])
  centreColumns(vectors, rows)
  const basis = columnPanels(vectors, rows, rows)
  let forms: readonly Panels[] | undefined
  let across: Panels | undefined
  const coordinates = (y: Float64Array) => {
    const { values, means } = centredRows(y, all, y.length / rows)
    return { right: multiply(columnPanels(values, rows, means.length), basis), means }
  }
  return {
    errors(y) {
      const right = panels(coordinates(y).right, y.length / rows, rows)
      const space = { kernel, values, vectors, rows }
      if (judge === 'correlation') {
        return alphas.map((alpha) => correlationLosses(space, tests, { alpha, y, right }))
      }
      forms ??= formsOf(space, tests, alphas)
      return quadraticForms(forms, right)
    },
    fit(y, chosen) {
      across ??= panels(multiply(columnPanels(own.values, rows, depth), basis), depth, rows)
      const { right, means } = coordinates(y)
      const scaled = panels(shrunk(right, values, chosen), means.length, rows)
      return withIntercepts(multiply(scaled, across), own.means, means)
    },
  }
}

function centreColumns(x: Float64Array, n: number): void {
  const means = new Float64Array(n)
  for (let i = 0, at = 0; i < n; i++) for (let k = 0; k < n; k++, at++) means[k] += x[at] / n
  for (let i = 0, at = 0; i < n; i++) for (let k = 0; k < n; k++, at++) x[at] -= means[k]
}

/** From predictions, which are the targets less their errors. */
function correlationLosses(
  basis: Basis,
  tests: readonly Int32Array[],
  { alpha, y, right }: { readonly alpha: number; readonly y: Float64Array; readonly right: Panels },
): Float64Array {
  const losses = new Float64Array(right.rows)
  const none = new Float64Array(right.rows)
  for (const test of tests) {
    const errors = multiply(panels(foldErrors(basis, test, alpha), test.length, basis.rows), right)
    const wanted = centredRows(y, test, right.rows, none).values
    const found = errors.map((error, i) => wanted[i] - error)
    addCorrelationLoss(losses, wanted, found, 1 / tests.length)
  }
  return losses
}

interface Basis {
  /** Products of the rows less their means, shape [N, N]. */
  readonly kernel: Float64Array
  readonly values: Float64Array
  /** An eigenvector in each column, less its mean. */
  readonly vectors: Float64Array
  readonly rows: number
}

/**
 * For each penalty the matrix of the quadratic form, as its lower triangle with what is below the
 * diagonal doubled.
 */
function formsOf(
  basis: Basis,
  folds: readonly Int32Array[],
  alphas: readonly number[],
): readonly Panels[] {
  const n = basis.rows
  return alphas.map((alpha) => {
    const form = new Float64Array(n * n)
    for (const some of portionsOf(folds, n)) {
      const high = some.reduce((sum, fold) => sum + fold.length, 0)
      const errors = new Float64Array(high * n)
      let at = 0
      for (const fold of some) {
        const share = Math.sqrt(1 / (fold.length * folds.length))
        for (const value of foldErrors(basis, fold, alpha)) errors[at++] = value * share
      }
      const squares = gram(columnPanels(errors, high, n))
      for (let i = 0; i < form.length; i++) form[i] += squares[i]
    }
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) form[i * n + j] *= j < i ? 2 : j === i ? 1 : 0
    }
    return panels(form, n, n)
  })
}

/** Folds that have no more than N rows together, or one alone: so much memory is needed at once. */
function portionsOf(folds: readonly Int32Array[], most: number): Int32Array[][] {
  const portions: Int32Array[][] = []
  let room = 0
  for (const fold of folds) {
    if (fold.length > room) {
      portions.push([])
      room = most
    }
    portions[portions.length - 1].push(fold)
    room -= fold.length
  }
  return portions
}

/** What makes the errors of a fold's rows from coordinates, shape [K, N]. */
function foldErrors(basis: Basis, fold: Int32Array, alpha: number): Float64Array {
  const { values, vectors, rows } = basis
  const high = fold.length
  const left = new Float64Array(high * rows)
  const half = new Float64Array(high * rows)
  for (let r = 0, at = 0; r < high; r++) {
    const from = fold[r] * rows
    for (let k = 0; k < rows; k++, at++) {
      const share = alpha / (values[k] + alpha)
      left[at] = vectors[from + k] * share
      half[at] = vectors[from + k] * Math.sqrt(share)
    }
  }
  const factor = safeFactor(gram(panels(half, high, rows)), high)
  if (factor === undefined) return leftOutByTraining(basis, fold, alpha)
  const inverse = inverseLower(factor, high)
  const once = multiply(panels(inverse, high, high), columnPanels(left, high, rows))
  return multiply(columnPanels(inverse, high, high), columnPanels(once, high, rows))
}

/** Of its variance a row of a fold keeps so much where its block is divided by. */
const SAFE = 1e-8

/** Cholesky's factor; nothing where digits would be lost: equal rows, a penalty next to nothing. */
function safeFactor(a: Float64Array, n: number): Float64Array | undefined {
  let factor: Float64Array
  try {
    factor = cholesky(a, n)
  } catch {
    return undefined
  }
  for (let i = 0; i < n; i++) {
    if (!(factor[i * (n + 1)] ** 2 > SAFE * a[i * (n + 1)])) return undefined
  }
  return factor
}
