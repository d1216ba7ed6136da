/**
 * Makes the Hann taper, shape [N], that is one period of a raised cosine: for spectra.
 *
 * @param length N, from 1
 * @see scipy.signal.windows.hann with sym=False
 */
export function hannPeriodic(length: number): Float64Array {
  if (length === 1) return Float64Array.of(1)
  return Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length))
}

/**
 * Makes the symmetric Hamming taper, shape [N]: 0.08 at both ends, 1 in the middle.
 *
 * @param length N, from 1
 * @see scipy.signal.windows.hamming
 */
export function hamming(length: number): Float64Array {
  if (length === 1) return Float64Array.of(1)
  const step = (2 * Math.PI) / (length - 1)
  return Float64Array.from({ length }, (_, n) => 0.54 - 0.46 * Math.cos(step * n))
}

/**
 * Makes the symmetric Kaiser taper, shape [N].
 *
 * @param length N, from 1
 * @param beta trade between width of the main lobe and height of the side lobes, from 0
 * @see scipy.signal.windows.kaiser
 */
export function kaiser(length: number, beta: number): Float64Array {
  if (length === 1) return Float64Array.of(1)
  const half = (length - 1) / 2
  const top = besselI0(beta)
  return Float64Array.from({ length }, (_, n) => {
    const r = (n - half) / half
    return besselI0(beta * Math.sqrt(Math.max(0, 1 - r * r))) / top
  })
}

/** The modified Bessel function of order 0 by its power series; exact to rounding below 30. */
function besselI0(x: number): number {
  const quarter = (x * x) / 4
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-18; k++) {
    term *= quarter / (k * k)
    sum += term
  }
  return sum
}

/**
 * Makes the periodic Tukey taper, shape [N]: a share of it, half at each end, is a raised cosine.
 *
 * @param length N, from 1
 * @param share from 0 to 1
 * @see scipy.signal.get_window(('tukey', share), N)
 */
export function tukey(length: number, share: number): Float64Array {
  const end = (share * length) / 2
  return Float64Array.from({ length }, (_, n) => {
    const near = Math.min(n, length - n)
    return near < end ? 0.5 - 0.5 * Math.cos((Math.PI * near) / end) : 1
  })
}
