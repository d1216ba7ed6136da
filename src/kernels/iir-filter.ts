/** A recursive filter: what is fed forward, and back, shape [N + 1] each; a[0] is 1. */
export interface IirTaps {
  readonly b: Float64Array
  readonly a: Float64Array
}

/**
 * Filters each row forwards by a rational filter (transposed direct form II).
 *
 * @param x signals, shape [R, T]
 * @param state shape [R, N]: where the filter begins; becomes where it ends. From rest without it
 * @returns shape [R, T]
 * @throws {RangeError} b and a differ in length, or the state has another shape
 * @see scipy.signal.lfilter
 */
export function iirFilter(
  x: ArrayLike<number>,
  rows: number,
  { b, a }: IirTaps,
  state: Float64Array = new Float64Array(rows * (a.length - 1)),
): Float64Array {
  const order = a.length - 1
  if (b.length !== a.length || state.length !== rows * order) {
    throw new RangeError(`${b.length} and ${a.length} taps, ${state.length} states`)
  }
  const samples = rows === 0 ? 0 : x.length / rows
  const out = new Float64Array(x.length)
  for (let r = 0; r < rows; r++) {
    const z = new Float64Array(order + 1)
    z.set(state.subarray(r * order, (r + 1) * order))
    for (let t = 0, i = r * samples; t < samples; t++, i++) {
      const value = x[i]
      const y = b[0] * value + z[0]
      for (let k = 0; k < order; k++) z[k] = z[k + 1] + b[k + 1] * value - a[k + 1] * y
      out[i] = y
    }
    state.set(z.subarray(0, order), r * order)
  }
  return out
}
