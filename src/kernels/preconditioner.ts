import { cholesky, choleskySolve } from './cholesky.ts'
import type { Design } from './design.ts'
import { gram } from './multiply.ts'

/** An approximate inverse of a Hessian: works in place on gradients of shape [K, P]. */
export type Preconditioner = (gradient: Float64Array) => Float64Array

/**
 * The inverse Hessian of a loss that bends equally at every row.
 *
 * @param bend second derivative of the loss by the score, the same for all rows and outputs
 */
export function evenPreconditioner(design: Design, bend: number): Preconditioner {
  const factor = factored(design.gram(), bend, design.penalty)
  return (gradient) => solveEach(gradient, design.penalty.length, () => factor)
}

/**
 * The inverse of the blocks that the Hessian has for each output by itself.
 *
 * @param bends second derivative of the loss by the score of each output and row, shape [K, R]
 */
export function blockPreconditioner(design: Design, bends: Float64Array): Preconditioner {
  const { columns, penalty } = design
  const rows = columns.depth
  const factors: Float64Array[] = []
  for (let from = 0; from < bends.length; from += rows) {
    const roots = bends.subarray(from, from + rows).map(Math.sqrt)
    const values = columns.values.map((value, i) => value * roots[(i >> 2) % rows])
    factors.push(factored(gram({ ...columns, values }), 1, penalty))
  }
  return (gradient) => solveEach(gradient, penalty.length, (k) => factors[k])
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

function solveEach(
  gradient: Float64Array,
  wide: number,
  factor: (output: number) => Float64Array,
): Float64Array {
  for (let k = 0; k * wide < gradient.length; k++) {
    choleskySolve(factor(k), wide, gradient.subarray(k * wide, (k + 1) * wide))
  }
  return gradient
}
