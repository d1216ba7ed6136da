import type { Design } from './design.ts'
import { multiply } from './multiply.ts'
import type { Loss } from './newton-cg.ts'
import { type Panels, panels } from './panels.ts'
import { mostRowBytes, withRowProducts } from './row-products.ts'

/** Products of a design with what a loss makes of its scores; K outputs, R rows, P columns. */
export interface LossProducts {
  /** Writes rows · p for each output, shape [K, P] to [K, R]. */
  scores(p: Float64Array, z: Float64Array): void
  /** Writes rowsᵀ · v for each output, shape [K, R] to [K, P]. */
  sums(v: Float64Array, out: Float64Array): void
  /** Takes the loss as it now is, for `curved`. */
  bend(): void
  /** Writes z = rows · p, shape [K, R], and rowsᵀ · (the loss's curve of z), shape [K, P]. */
  curved(p: Float64Array, z: Float64Array, out: Float64Array): void
}

/**
 * Gives work the products of a design: for one output by one pass over the rows that stay in the
 * memory of the kernels, for more by products of matrices. The work must not call this function.
 *
 * @param design rows of shape [R, P]
 */
export function withLossProducts<T>(
  design: Design,
  loss: Loss,
  work: (products: LossProducts) => T,
): T {
  if (loss.outputs > 1 || design.x.byteLength > mostRowBytes) return work(byPanels(design, loss))
  const bends = new Float64Array(design.count)
  return withRowProducts(design.x, design.count, (rows) =>
    work({
      ...rows,
      bend() {
        loss.bends(bends)
        rows.bend(bends)
      },
    }),
  )
}

function byPanels(design: Design, loss: Loss): LossProducts {
  const rows = design.rows()
  const columns = design.columns()
  return {
    scores: (p, z) => apply(rows, p, z),
    sums: (v, out) => apply(columns, v, out),
    bend: () => undefined,
    curved(p, z, out) {
      apply(rows, p, z)
      const curve = new Float64Array(z.length)
      loss.curve(z, curve)
      apply(columns, curve, out)
    },
  }
}

/** matrix · x for each output, x of shape [K, depth] to shape [K, rows]. */
function apply(matrix: Panels, x: Float64Array, out: Float64Array): void {
  multiply(panels(x, x.length / matrix.depth, matrix.depth), matrix, out)
}
