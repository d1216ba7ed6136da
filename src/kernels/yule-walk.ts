import { fft } from './fft.ts'
import { type IirTaps, iirFilter } from './iir-filter.ts'
import { leastSquares } from './least-squares.ts'
import { polynomialOf, polynomialRoots } from './polynomial-roots.ts'

/** Points of the gain from 0 to half the rate. */
const POINTS = 513

/**
 * Designs a recursive filter whose gain follows straight lines between points: modified Yule-Walker
 * equations for the denominator, spectral factorisation for the numerator.
 *
 * @param order N
 * @param edges frequencies in units of half the rate, ascending from 0 to 1, shape [P]
 * @param gains shape [P]
 * @returns taps of order N, stable
 * @throws {RangeError} edges do not ascend from 0 to 1
 * @see Friedlander & Porat (1984), IEEE Trans. Aerosp. Electron. Syst. 20(2):158-173,
 *   doi:10.1109/TAES.1984.310437; `asrpy.asr_utils.yulewalk`
 */
export function yuleWalk(
  order: number,
  edges: readonly number[],
  gains: readonly number[],
): IirTaps {
  const ascends = edges.every((edge, i) => i === 0 || edge > edges[i - 1])
  if (edges[0] !== 0 || edges[edges.length - 1] !== 1 || !ascends) {
    throw new RangeError(`edges ${edges.join(', ')}`)
  }
  const half = gainLine(edges, gains)
  const whole = Float64Array.of(...half, ...half.slice(1, -1).reverse())
  const lags = 4 * order
  const correlation = spectrumOf(
    whole.map((gain) => gain * gain),
    -1,
  ).re.subarray(0, lags)
  const r = correlation.map((value, n) => {
    return value * (0.54 + 0.46 * Math.cos((Math.PI * n) / (lags - 1)))
  })
  const a = stable(denominator(r, order))
  const additive = numerator(
    r.map((value, n) => (n === 0 ? value / 2 : value)),
    a,
    order,
  )
  const response = minimumResponse(additive, a, whole.length)
  return { b: numerator(response.subarray(0, lags), a, order), a }
}

/** The gain at each point, shape [513]. */
function gainLine(edges: readonly number[], gains: readonly number[]): Float64Array {
  const line = new Float64Array(POINTS)
  let from = 0
  for (let i = 0; i + 1 < edges.length; i++) {
    const to = Math.trunc(edges[i + 1] * POINTS) - 1
    for (let j = from; j <= to; j++) {
      const share = to === from ? 0 : (j - from) / (to - from)
      line[j] = share * gains[i + 1] + (1 - share) * gains[i]
    }
    from = to + 1
  }
  return line
}

/** The transform of real numbers, forwards (1) or back (-1), as real and imaginary parts. */
function spectrumOf(x: Float64Array, direction: 1 | -1) {
  const from = new Float64Array(2 * x.length)
  for (let n = 0; n < x.length; n++) from[2 * n] = x[n]
  return partsOf(from, direction)
}

function partsOf(from: Float64Array, direction: 1 | -1) {
  const length = from.length / 2
  const into = new Float64Array(2 * length)
  if (direction === 1) fft(length).forward(from, into)
  else fft(length).inverse(from, into)
  return {
    both: into,
    re: Float64Array.from({ length }, (_, k) => into[2 * k]),
    im: Float64Array.from({ length }, (_, k) => into[2 * k + 1]),
  }
}

function denominator(r: Float64Array, order: number): Float64Array {
  const rows = r.length - order - 1
  const matrix = new Float64Array(rows * order)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < order; j++) matrix[i * order + j] = r[Math.abs(order + i - j)]
  }
  const right = Float64Array.from({ length: rows }, (_, i) => -r[order + 1 + i])
  return Float64Array.of(1, ...leastSquares(matrix, order, right))
}

/** Roots outside the unit circle are mirrored into it. */
function stable(a: Float64Array): Float64Array {
  const roots = polynomialRoots(a).map(({ re, im }) => {
    const square = re * re + im * im
    return square > 1 ? { re: re / square, im: im / square } : { re, im }
  })
  return polynomialOf(roots)
}

/** The numerator whose quotient by a comes nearest to an impulse response, shape [L]. */
function numerator(response: Float64Array, a: Float64Array, order: number): Float64Array {
  const impulse = new Float64Array(response.length)
  impulse[0] = 1
  const one = new Float64Array(a.length)
  one[0] = 1
  const feedback = iirFilter(impulse, 1, { b: one, a })
  const matrix = new Float64Array(response.length * (order + 1))
  for (let i = 0; i < response.length; i++) {
    for (let j = 0; j <= Math.min(i, order); j++) matrix[i * (order + 1) + j] = feedback[i - j]
  }
  return leastSquares(matrix, order + 1, response)
}

/** The response of least delay whose power spectrum is 2 Re(q / a), shape [N]. */
function minimumResponse(q: Float64Array, a: Float64Array, length: number): Float64Array {
  const padded = (x: Float64Array) => {
    const out = new Float64Array(length)
    out.set(x)
    return spectrumOf(out, 1)
  }
  const [top, bottom] = [padded(q), padded(a)]
  const logs = new Float64Array(2 * length)
  for (let k = 0; k < length; k++) {
    const [c, d] = [bottom.re[k], bottom.im[k]]
    const power = (2 * (top.re[k] * c + top.im[k] * d)) / (c * c + d * d)
    logs[2 * k] = Math.log(Math.abs(power))
    logs[2 * k + 1] = power < 0 ? Math.PI : 0
  }
  const cepstrum = partsOf(logs, -1).both
  for (let n = 0; n < length; n++) {
    const weight = n === 0 ? 0.5 : n < length / 2 ? 1 : 0
    cepstrum[2 * n] *= weight
    cepstrum[2 * n + 1] *= weight
  }
  const { re, im } = partsOf(cepstrum, 1)
  const spectrum = new Float64Array(2 * length)
  for (let k = 0; k < length; k++) {
    spectrum[2 * k] = Math.exp(re[k]) * Math.cos(im[k])
    spectrum[2 * k + 1] = Math.exp(re[k]) * Math.sin(im[k])
  }
  return partsOf(spectrum, -1).re
}
