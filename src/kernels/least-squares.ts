/**
 * Solves a · x = b in the sense of least squares, by Householder reflections.
 *
 * @param a shape [M, N], M at least N, of full column rank
 * @param b shape [M]
 * @returns x, shape [N]
 * @throws {RangeError} shapes do not agree, or a column depends on those before it
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 5.3; `numpy.linalg.lstsq`
 */
export function leastSquares(a: Float64Array, columns: number, b: Float64Array): Float64Array {
  const rows = b.length
  if (a.length !== rows * columns || rows < columns) {
    throw new RangeError(`${a.length} values are no matrix of ${rows} rows, ${columns} columns`)
  }
  const [q, y] = [a.slice(), b.slice()]
  for (let k = 0; k < columns; k++) reflect(q, y, k, columns)
  const x = new Float64Array(columns)
  for (let k = columns - 1; k >= 0; k--) {
    let rest = y[k]
    for (let j = k + 1; j < columns; j++) rest -= q[k * columns + j] * x[j]
    x[k] = rest / q[k * columns + k]
  }
  return x
}

/** Makes column k zero below its diagonal, in place, and turns the right side with it. */
function reflect(q: Float64Array, y: Float64Array, k: number, columns: number): void {
  const rows = y.length
  let size = 0
  for (let i = k; i < rows; i++) size = Math.hypot(size, q[i * columns + k])
  if (!(size > 0)) throw new RangeError(`column ${k} depends on those before it`)
  const top = q[k * columns + k]
  const pivot = top > 0 ? -size : size
  const v = new Float64Array(rows)
  for (let i = k; i < rows; i++) v[i] = q[i * columns + k]
  v[k] -= pivot
  const square = v.reduce((sum, value) => sum + value * value, 0)
  for (let j = k; j <= columns; j++) {
    const isRight = j === columns
    let dot = 0
    for (let i = k; i < rows; i++) dot += v[i] * (isRight ? y[i] : q[i * columns + j])
    const share = (2 * dot) / square
    for (let i = k; i < rows; i++) {
      if (isRight) y[i] -= share * v[i]
      else q[i * columns + j] -= share * v[i]
    }
  }
}
