import { cholesky, choleskySolve } from './cholesky.ts'

/** A curve with parameters, to be fitted to numbers. */
export interface Curve {
  /** Writes the curve's values, shape [N]. */
  readonly values: (p: Float64Array, into: Float64Array) => void
  /** Writes what each parameter changes of each value, shape [P, N]. */
  readonly slopes: (p: Float64Array, into: Float64Array) => void
  /** Ends of each parameter, shape [P]; may be infinite. */
  readonly low: Float64Array
  readonly high: Float64Array
}

const mostRounds = 500
const settled = 1e-14

/**
 * Fits a curve by least squares within bounds: Levenberg's and Marquardt's steps, cut off at the
 * bounds; a parameter that leans against its bound is held.
 *
 * @param y shape [N], finite
 * @param start shape [P]; brought into the bounds first
 * @returns the parameters, shape [P]; a local minimum that depends on the start
 * @see Marquardt (1963), J. SIAM 11(2):431-441, doi:10.1137/0111030; scipy.optimize.curve_fit
 */
export function boundedLeastSquares(
  curve: Curve,
  y: Float64Array,
  start: Float64Array,
): Float64Array {
  const { low, high } = curve
  const clip = (p: Float64Array) => p.map((v, i) => Math.min(high[i], Math.max(low[i], v)))
  const slopes = new Float64Array(start.length * y.length)
  const work = new Float64Array(y.length)
  let p: Float64Array = clip(start)
  let cost = costOf(curve, p, y, work)
  let damping = 1e-3
  for (let round = 0; round < mostRounds && damping < 1e16; round++) {
    curve.slopes(p, slopes)
    curve.values(p, work)
    const { gram, pull } = normal(slopes, work, y)
    const held = p.map((v, i) =>
      (v <= low[i] && pull[i] < 0) || (v >= high[i] && pull[i] > 0) ? 1 : 0,
    )
    let found: Float64Array | undefined
    let change = 0
    while (damping < 1e16) {
      const step = stepOf(gram, pull, { held, damping })
      const next = clip(p.map((v, i) => v + step[i]))
      const now = costOf(curve, next, y, work)
      if (now < cost) {
        change = (cost - now) / Math.max(cost, 1e-300)
        cost = now
        found = next
        damping = Math.max(1e-12, damping / 10)
        break
      }
      damping *= 10
    }
    if (!found) break
    p = found
    if (change < settled) break
  }
  return p
}

function costOf(curve: Curve, p: Float64Array, y: Float64Array, work: Float64Array): number {
  curve.values(p, work)
  let sum = 0
  for (let i = 0; i < y.length; i++) sum += (y[i] - work[i]) ** 2
  return Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum
}

/** Products of the slopes with each other, shape [P, P], and with what is left, shape [P]. */
function normal(slopes: Float64Array, values: Float64Array, y: Float64Array) {
  const n = y.length
  const count = slopes.length / n
  const gram = new Float64Array(count * count)
  const pull = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    for (let t = 0; t < n; t++) pull[i] += slopes[i * n + t] * (y[t] - values[t])
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let t = 0; t < n; t++) sum += slopes[i * n + t] * slopes[j * n + t]
      gram[i * count + j] = sum
      gram[j * count + i] = sum
    }
  }
  return { gram, pull }
}

function stepOf(
  gram: Float64Array,
  pull: Float64Array,
  { held, damping }: { held: Float64Array; damping: number },
): Float64Array {
  const n = pull.length
  const free = [...pull.keys()].filter((i) => !held[i])
  const size = free.length
  const out = new Float64Array(n)
  if (size === 0) return out
  const a = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) a[i * size + j] = gram[free[i] * n + free[j]]
    a[i * size + i] += damping * Math.max(a[i * size + i], 1e-30)
  }
  const b = Float64Array.from(free, (i) => pull[i])
  choleskySolve(cholesky(a, size, 1e-30), size, b)
  free.forEach((i, k) => {
    out[i] = b[k]
  })
  return out
}
