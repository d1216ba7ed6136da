/**
 * Puts delayed copies of rows beside each other, so that a linear model finds the response to each
 * feature (finite impulse response); rows before the first are 0.
 *
 * @param x shape [T, F]
 * @param rows T
 * @param delays in rows; negative ones look ahead
 * @returns shape [T, N F], all features of the first delay first
 */
export function delayed(x: Float64Array, rows: number, delays: readonly number[]): Float64Array {
  const width = x.length / rows
  const wide = width * delays.length
  const out = new Float64Array(rows * wide)
  for (let t = 0; t < rows; t++) {
    for (const [k, delay] of delays.entries()) {
      const from = t - delay
      if (from < 0 || from >= rows) continue
      out.set(x.subarray(from * width, (from + 1) * width), t * wide + k * width)
    }
  }
  return out
}
