import { eigenSymmetric } from './eigen-symmetric.ts'
import { logCoshScores } from './log-cosh-scores.ts'
import { gram, multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'
import type { Separation } from './picard.ts'
import { withSourceScores } from './source-scores.ts'

export interface FastIcaOptions {
  /** All sources at once, or one after the other. */
  readonly algorithm?: 'parallel' | 'deflation'
  /** At most so many steps, for each source when they come one after the other. */
  readonly maxIterations?: number
  /** How far from 1 the cosine between a direction and the one before may lie at the end. */
  readonly tolerance?: number
}

/**
 * Separates whitened signals into independent sources by the fixed-point iteration of FastICA, with
 * the logarithm of cosh as contrast and the identity as the start. Nothing is drawn at random.
 *
 * @param x whitened signals, shape [N, T]
 * @param rows N
 * @returns an orthogonal matrix
 * @throws {RangeError} N does not divide the number of values
 * @see Hyvärinen (1999), IEEE Trans. Neural Networks 10(3):626-634, doi:10.1109/72.761722;
 *   `sklearn.decomposition.FastICA(whiten=False)`
 */
export function fastIca(
  x: Float64Array,
  rows: number,
  { algorithm = 'parallel', maxIterations = 1000, tolerance = 1e-8 }: FastIcaOptions = {},
): Separation {
  if (!Number.isInteger(x.length / rows)) throw new RangeError(`${x.length} values, ${rows} rows`)
  const find = algorithm === 'parallel' ? atOnce : oneByOne
  return find(x, rows, { maxIterations, tolerance })
}

interface Ends {
  readonly maxIterations: number
  readonly tolerance: number
}

function atOnce(x: Float64Array, n: number, { maxIterations, tolerance }: Ends): Separation {
  return withSourceScores(x, n, ({ scoresOf }) => {
    let w = new Float64Array(n * n)
    for (let k = 0; k < n; k++) w[k * n + k] = 1
    for (let i = 1; i <= maxIterations; i++) {
      const { products, slopes } = scoresOf(w, false)
      // x = wᵀ y, since w is orthogonal: the mean of tanh(y) xᵀ is that of tanh(y) yᵀ times w.
      for (let k = 0; k < n; k++) products[k * n + k] -= slopes[k]
      const turned = decorrelated(multiply(panels(products, n, n), columnPanels(w, n, n)), n)
      let apart = 0
      for (let k = 0; k < n; k++) apart = Math.max(apart, turnOf(w, turned, k * n, n))
      w = turned
      if (apart < tolerance) return { unmixing: w, iterations: i, converged: true }
    }
    return { unmixing: w, iterations: maxIterations, converged: false }
  })
}

/** The nearest orthogonal matrix: (w wᵀ)^(-1/2) w. */
function decorrelated(w: Float64Array, n: number): Float64Array<ArrayBuffer> {
  const { values, vectors } = eigenSymmetric(gram(panels(w, n, n)), n)
  const scaled = vectors.map((v, i) => v / Math.sqrt(Math.max(values[i % n], Number.MIN_VALUE)))
  const root = multiply(panels(scaled, n, n), panels(vectors, n, n))
  return new Float64Array(multiply(panels(root, n, n), columnPanels(w, n, n)))
}

function turnOf(before: Float64Array, after: Float64Array, from: number, n: number): number {
  let cosine = 0
  for (let i = from; i < from + n; i++) cosine += before[i] * after[i]
  return Math.abs(Math.abs(cosine) - 1)
}

function oneByOne(x: Float64Array, n: number, { maxIterations, tolerance }: Ends): Separation {
  const unmixing = new Float64Array(n * n)
  let [iterations, converged] = [0, true]
  for (let k = 0; k < n; k++) {
    let w = new Float64Array(n)
    w[k] = 1
    let [apart, i] = [Number.POSITIVE_INFINITY, 0]
    while (apart >= tolerance && i < maxIterations) {
      const next = fixedPoint(x, w)
      removeFound(next, unmixing, k)
      scaleToOne(next)
      apart = turnOf(w, next, 0, n)
      w = next
      i++
    }
    unmixing.set(w, k * n)
    iterations = Math.max(iterations, i)
    converged &&= apart < tolerance
  }
  return { unmixing, iterations, converged }
}

function fixedPoint(x: Float64Array, w: Float64Array): Float64Array<ArrayBuffer> {
  const samples = x.length / w.length
  const source = new Float64Array(samples)
  for (let c = 0; c < w.length; c++) {
    for (let t = 0, i = c * samples; t < samples; t++, i++) source[t] += w[c] * x[i]
  }
  const { score, slope } = logCoshScores(source, 1)
  const next = new Float64Array(w.length)
  for (let c = 0; c < w.length; c++) {
    let sum = 0
    for (let t = 0, i = c * samples; t < samples; t++, i++) sum += score[t] * x[i]
    next[c] = sum / samples - slope[0] * w[c]
  }
  return next
}

/** Makes a direction orthogonal to the first `count` rows found. */
function removeFound(w: Float64Array, found: Float64Array, count: number): void {
  const whole = w.slice()
  for (let k = 0; k < count; k++) {
    const row = found.subarray(k * w.length, (k + 1) * w.length)
    let share = 0
    for (let c = 0; c < w.length; c++) share += whole[c] * row[c]
    for (let c = 0; c < w.length; c++) w[c] -= share * row[c]
  }
}

function scaleToOne(w: Float64Array): void {
  let sum = 0
  for (const v of w) sum += v * v
  const length = Math.sqrt(sum)
  for (let c = 0; c < w.length; c++) w[c] /= length
}
