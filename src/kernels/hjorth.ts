/** How a signal changes, without a transform. */
export interface Hjorth {
  /** Variance, in the squared unit of x. */
  readonly activity: number
  /** Deviation of the differences over that of the signal, a sample: a mean frequency. */
  readonly mobility: number
  /** Mobility of the differences over that of the signal: 1 for a sine, more with more. */
  readonly complexity: number
}

/**
 * Hjorth's three parameters of a signal.
 *
 * A constant has no mobility (NaN), a straight line no complexity (NaN). A value that is not finite
 * makes all three NaN.
 *
 * @param x shape [T], T at least 3
 * @see Hjorth (1970), Electroencephalogr. Clin. Neurophysiol. 29(3):306-310,
 *   doi:10.1016/0013-4694(70)90143-4; `antropy.hjorth_params`
 */
export function hjorth(x: ArrayLike<number>): Hjorth {
  const first = differences(x)
  const activity = variance(x)
  const changes = variance(first)
  const mobility = Math.sqrt(changes / activity)
  return {
    activity,
    mobility,
    complexity: Math.sqrt(variance(differences(first)) / changes) / mobility,
  }
}

function differences(x: ArrayLike<number>): Float64Array {
  const out = new Float64Array(Math.max(0, x.length - 1))
  for (let t = 0; t < out.length; t++) out[t] = x[t + 1] - x[t]
  return out
}

function variance(x: ArrayLike<number>): number {
  let sum = 0
  for (let t = 0; t < x.length; t++) sum += x[t]
  const mean = sum / x.length
  let squares = 0
  for (let t = 0; t < x.length; t++) squares += (x[t] - mean) ** 2
  return squares / x.length
}
