import { gram } from './multiply.ts'
import { columnPanels, type Panels, panels } from './panels.ts'
import { unset64 } from './recycling.ts'

/** The rows of a linear model with a column of ones behind them, as products need them. */
export interface Design {
  /** Shape [R, P] with P = D + 1, row after row. */
  readonly x: Float64Array
  /** R. */
  readonly count: number
  /** The same laid out; made when first asked for, as what follows. */
  readonly rows: () => Panels
  /** Its transpose, shape [P, R]. */
  readonly columns: () => Panels
  /** What half the square of each coefficient costs, shape [P]. */
  readonly penalty: Float64Array
  /** The transpose times the rows, shape [P, P]. */
  readonly gram: () => Float64Array
}

/**
 * Makes the rows of a linear model.
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
  const all = unset64(rows * wide)
  for (let r = 0; r < rows; r++) {
    all.set(x.subarray(r * depth, (r + 1) * depth), r * wide)
    all[r * wide + depth] = 1
  }
  const costs = new Float64Array(wide).fill(penalty.weights)
  costs[depth] = penalty.intercept
  const columns = once(() => columnPanels(all, rows, wide))
  return {
    x: all,
    count: rows,
    rows: once(() => panels(all, rows, wide)),
    columns,
    penalty: costs,
    gram: once(() => gram(columns())),
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
