import { gram } from './multiply.ts'
import { columnPanels, type Panels, panels } from './panels.ts'

/** The rows of a linear model with a column of ones behind them, laid out for both products. */
export interface Design {
  /** Shape [R, P] with P = D + 1. */
  readonly rows: Panels
  /** Its transpose, shape [P, R]. */
  readonly columns: Panels
  /** What half the square of each coefficient costs, shape [P]. */
  readonly penalty: Float64Array
  /** The transpose times the rows, shape [P, P]; made when it is first asked for. */
  readonly gram: () => Float64Array
}

/**
 * Lays out the rows of a linear model.
 *
 * @param x shape [R, D]
 * @param penalty of the D weights and of the intercept
 * @throws {RangeError} R does not divide the number of values
 */
export function makeDesign(
  x: Float64Array,
  rows: number,
  penalty: { weights: number; intercept: number },
): Design {
  const depth = x.length / rows
  if (!Number.isInteger(depth)) throw new RangeError(`${x.length} values are no ${rows} rows`)
  const wide = depth + 1
  const all = new Float64Array(rows * wide)
  for (let r = 0; r < rows; r++) {
    all.set(x.subarray(r * depth, (r + 1) * depth), r * wide)
    all[r * wide + depth] = 1
  }
  const columns = columnPanels(all, rows, wide)
  const costs = new Float64Array(wide).fill(penalty.weights)
  costs[depth] = penalty.intercept
  let product: Float64Array | undefined
  return {
    rows: panels(all, rows, wide),
    columns,
    penalty: costs,
    gram: () => {
      product ??= gram(columns)
      return product
    },
  }
}
