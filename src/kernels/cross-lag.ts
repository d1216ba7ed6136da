/**
 * Finds by how many samples a signal follows another: the lag at which their correlation has the
 * largest magnitude, of equally large ones the shortest.
 *
 * @param x what comes first, shape [T]
 * @param y what follows, shape [T]
 * @param most largest lag, samples, below T
 * @returns the lag from 0 to `most`, and the correlation there; NaN where a value is not finite or
 *   a signal is constant
 * @see scipy.signal.correlate
 */
export function crossLag(
  x: Float32Array,
  y: Float32Array,
  most: number,
): { lag: number; correlation: number } {
  const [a, b] = [centred(x), centred(y)]
  const scale = Math.sqrt(energy(a) * energy(b))
  let [lag, best] = [0, 0]
  for (let k = 0; k <= most; k++) {
    let sum = 0
    for (let t = 0; t + k < a.length; t++) sum += a[t] * b[t + k]
    if (Math.abs(sum) > Math.abs(best)) [lag, best] = [k, sum]
  }
  const correlation = best / scale
  const isNone = Number.isNaN(scale) || scale === 0
  return isNone ? { lag: Number.NaN, correlation: Number.NaN } : { lag, correlation }
}

function centred(x: Float32Array): Float64Array {
  let sum = 0
  for (let t = 0; t < x.length; t++) sum += x[t]
  return Float64Array.from(x, (value) => value - sum / x.length)
}

const energy = (x: Float64Array) => x.reduce((sum, value) => sum + value * value, 0)
