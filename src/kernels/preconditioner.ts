import { cholesky, choleskySolve, inverseLower } from './cholesky.ts'
import type { Design } from './design.ts'
import { gram, multiply } from './multiply.ts'
import { columnPanels, type Panels, panels } from './panels.ts'

/** An approximate inverse of a Hessian: works in place on gradients of shape [K, P]. */
export type Preconditioner = (gradient: Float64Array) => Float64Array

/**
 * The inverse Hessian of a loss that bends equally at every row.
 *
 * @param bend second derivative of the loss by the score, the same for all rows and outputs
 */
export function evenPreconditioner(design: Design, bend: number): Preconditioner {
  return inverse(factored(design.gram(), bend, design.penalty), design.penalty.length)
}

/**
 * The inverse of the diagonal alone of such a Hessian: costs one look at the rows.
 *
 * @param bend second derivative of the loss by the score, the same for all rows and outputs
 */
export function diagonalPreconditioner(design: Design, bend: number): Preconditioner {
  const { x, penalty } = design
  const n = penalty.length
  const squares = new Float64Array(n)
  for (let from = 0; from < x.length; from += n) {
    for (let i = 0; i < n; i++) squares[i] += x[from + i] * x[from + i]
  }
  const shares = penalty.map((cost, i) => 1 / (cost + bend * squares[i] || 1))
  return (gradient) => {
    for (let i = 0; i < gradient.length; i++) gradient[i] *= shares[i % n]
    return gradient
  }
}

/**
 * The inverse Hessian of a loss that bends at each row by the mean over outputs: for a single
 * output the inverse itself.
 *
 * @param bends second derivative of the loss by the score of each output and row, shape [K, R]
 */
export function rowPreconditioner(design: Design, bends: Float64Array): Preconditioner {
  const { penalty } = design
  const columns = design.columns()
  const rows = columns.depth
  const roots = new Float64Array(rows)
  for (let i = 0; i < bends.length; i++) roots[i % rows] += (bends[i] * rows) / bends.length
  for (let r = 0; r < rows; r++) roots[r] = Math.sqrt(roots[r])
  const values = new Float64Array(columns.values.length)
  for (let from = 0; from < values.length; from += 4 * rows) {
    for (let i = 0; i < 4 * rows; i++) values[from + i] = columns.values[from + i] * roots[i >> 2]
  }
  return inverse(factored(gram({ ...columns, values }), 1, penalty), penalty.length)
}

/** Many outputs are worth an inverse, by which they are multiplied together. */
function inverse(factor: Float64Array, n: number): Preconditioner {
  let dense: Panels | undefined
  return (gradient) => {
    const outputs = gradient.length / n
    if (outputs < 4) {
      for (let k = 0; k < outputs; k++) {
        choleskySolve(factor, n, gradient.subarray(k * n, (k + 1) * n))
      }
      return gradient
    }
    dense ??= panels(gram(columnPanels(inverseLower(factor, n), n, n)), n, n)
    return multiply(panels(gradient, outputs, n), dense, gradient)
  }
}

function factored(product: Float64Array, bend: number, penalty: Float64Array): Float64Array {
  const n = penalty.length
  const hessian = product.map((value) => value * bend)
  let largest = 0
  for (let i = 0; i < n; i++) {
    hessian[i * n + i] += penalty[i]
    largest = Math.max(largest, hessian[i * n + i])
  }
  return cholesky(hessian, n, largest * 1e-14)
}
