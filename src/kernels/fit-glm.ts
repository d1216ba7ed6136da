import { multiply } from './multiply.ts'
import { panels } from './panels.ts'
import { svd } from './svd.ts'

/** A linear model fitted to many voxels. */
export interface GlmFit {
  /** Shape [V, P]. */
  readonly betas: Float64Array
  /** Variance of the whitened residuals, with T - P in the denominator; shape [V]. */
  readonly dispersion: Float64Array
  /** Autoregression of the noise, in steps of 1/100; zeros for ordinary least squares. */
  readonly rho: Float64Array
  /** By rho: the covariance of betas for a dispersion of 1, shape [P, P]. */
  readonly covariance: ReadonlyMap<number, Float64Array>
  /** T less the rank of the design. */
  readonly freedom: number
}

/** Voxels that are worked on at a time. */
const blockRows = 256

/**
 * Fits a linear model to each row, with noise that is white or autoregressive of order 1.
 *
 * For `ar1` the autoregression of each row's residuals is estimated (Yule-Walker), cut off to steps
 * of 1/100, and rows of one step are fitted together after whitening. A row that the design
 * explains fully (a constant voxel) has rho 0; NaN stays in its row.
 *
 * @param y rows, shape [V, T]
 * @param rows V
 * @param design shape [T, P], with a column of ones as its last
 * @throws {RangeError} lengths do not agree, there are not more samples than columns, or columns
 *   depend on each other
 * @see nilearn.glm.first_level.run_glm with `bins=100`
 */
export function fitGlm(
  y: Float32Array,
  rows: number,
  design: Float64Array,
  noise: 'ols' | 'ar1',
): GlmFit {
  const samples = rows === 0 ? 0 : y.length / rows
  const columns = samples === 0 ? 0 : design.length / samples
  if (!Number.isInteger(samples) || !Number.isInteger(columns) || !(samples > columns)) {
    throw new RangeError(`${y.length} values of ${rows} rows, ${design.length} of the design`)
  }
  const white = whitened(design, samples, columns, 0)
  const rho = new Float64Array(rows)
  if (noise === 'ar1') estimate(rho, y, samples, white)
  const betas = new Float64Array(rows * columns)
  const dispersion = new Float64Array(rows)
  const covariance = new Map<number, Float64Array>()
  for (const [value, members] of membersBy(rho)) {
    const model = value === 0 ? white : whitened(design, samples, columns, value)
    covariance.set(value, model.covariance)
    for (let from = 0; from < members.length; from += blockRows) {
      const some = members.subarray(from, from + blockRows)
      fitBlock(model, { y, samples, columns, some, betas, dispersion })
    }
  }
  return { betas, dispersion, rho, covariance, freedom: samples - columns }
}

/** What products with a design of one rho need. */
interface Whitened {
  readonly rho: number
  /** Orthonormal columns of the whitened design, times the whitening; shape [P, T]. */
  readonly projection: Float64Array
  /** From the shares along those columns to betas, shape [P, P]. */
  readonly back: Float64Array
  readonly covariance: Float64Array
}

function whitened(design: Float64Array, samples: number, columns: number, rho: number): Whitened {
  const x = design.slice()
  for (let i = design.length - 1; i >= columns; i--) x[i] -= rho * design[i - columns]
  const { left, values, right } = svd(x, samples)
  if (!(values[columns - 1] > 1e-10 * values[0])) {
    throw new RangeError(`the ${columns} columns of the design depend on each other`)
  }
  const projection = new Float64Array(columns * samples)
  for (let k = 0; k < columns; k++) {
    for (let t = 0; t < samples; t++) {
      const next = t + 1 < samples ? left[(t + 1) * columns + k] : 0
      projection[k * samples + t] = left[t * columns + k] - rho * next
    }
  }
  const back = new Float64Array(columns * columns)
  const covariance = new Float64Array(columns * columns)
  for (let k = 0; k < columns; k++) {
    for (let i = 0; i < columns; i++) {
      const share = right[k * columns + i] / values[k]
      back[i * columns + k] = share
      for (let j = 0; j < columns; j++) {
        covariance[i * columns + j] += (share * right[k * columns + j]) / values[k]
      }
    }
  }
  return { rho, projection, back, covariance }
}

/** Rows without their mean, as f64, and the means. */
function centred(y: Float32Array, samples: number, some: ArrayLike<number>) {
  const values = new Float64Array(some.length * samples)
  const means = new Float64Array(some.length)
  for (let i = 0; i < some.length; i++) {
    const from = some[i] * samples
    let sum = 0
    for (let t = 0; t < samples; t++) sum += y[from + t]
    const mean = sum / samples
    means[i] = mean
    const to = i * samples
    for (let t = 0; t < samples; t++) values[to + t] = y[from + t] - mean
  }
  return { values, means }
}

/**
 * Fills in the autoregression of each row's residuals e: with c the shares of y along the
 * orthonormal design Q and M the mean of the shifts by one either way, e'Me is
 * y'My - 2 c'Q'My + c'Q'MQc, so that no residual is written down.
 */
function estimate(rho: Float64Array, y: Float32Array, samples: number, white: Whitened): void {
  const columns = white.projection.length / samples
  const shifted = new Float64Array(white.projection.length)
  for (let k = 0; k < columns; k++) {
    for (let t = 0; t < samples; t++) {
      const at = k * samples + t
      const before = t > 0 ? white.projection[at - 1] : 0
      const after = t + 1 < samples ? white.projection[at + 1] : 0
      shifted[at] = (before + after) / 2
    }
  }
  const both = new Float64Array(2 * white.projection.length)
  both.set(white.projection)
  both.set(shifted, white.projection.length)
  const rows = panels(both, 2 * columns, samples)
  const inner = multiply(
    panels(white.projection, columns, samples),
    panels(shifted, columns, samples),
  )
  for (let from = 0; from < rho.length; from += blockRows) {
    const some = Array.from({ length: Math.min(blockRows, rho.length - from) }, (_, i) => from + i)
    const { values } = centred(y, samples, some)
    const shares = multiply(panels(values, some.length, samples), rows)
    for (let i = 0; i < some.length; i++) {
      const own = shares.subarray(2 * i * columns, 2 * (i + 1) * columns)
      rho[from + i] = autoregression(values.subarray(i * samples, (i + 1) * samples), own, inner)
    }
  }
}

function autoregression(y: Float64Array, shares: Float64Array, inner: Float64Array): number {
  const columns = shares.length / 2
  const samples = y.length
  let zero = y[0] * y[0]
  let one = 0
  for (let t = 1; t < samples; t++) {
    zero += y[t] * y[t]
    one += y[t] * y[t - 1]
  }
  const power = zero
  for (let k = 0; k < columns; k++) {
    zero -= shares[k] * shares[k]
    let sum = -2 * shares[columns + k]
    for (let j = 0; j < columns; j++) sum += inner[k * columns + j] * shares[j]
    one += shares[k] * sum
  }
  if (!(zero > 1e-12 * power)) return 0
  const value = one / (samples - 1) / (zero / samples)
  return Math.trunc(value * 100) / 100 + 0
}

/** The rows of each rho, in ascending order of rho; NaN does not occur. */
function membersBy(rho: Float64Array): [number, Int32Array][] {
  const found = new Map<number, number[]>()
  for (let v = 0; v < rho.length; v++) {
    const value = rho[v]
    const own = found.get(value)
    if (own) own.push(v)
    else found.set(value, [v])
  }
  const ascending = [...found].sort(([a], [b]) => a - b)
  return ascending.map(([value, members]) => [value, Int32Array.from(members)])
}

interface Block {
  readonly y: Float32Array
  readonly samples: number
  readonly columns: number
  readonly some: Int32Array
  readonly betas: Float64Array
  readonly dispersion: Float64Array
}

function fitBlock({ rho, projection, back }: Whitened, block: Block): void {
  const { y, samples, columns, some, betas, dispersion } = block
  const { values, means } = centred(y, samples, some)
  const shares = multiply(
    panels(values, some.length, samples),
    panels(projection, columns, samples),
  )
  for (let i = 0; i < some.length; i++) {
    const own = i * columns
    let power = whitePower(values.subarray(i * samples, (i + 1) * samples), rho)
    const full = power
    for (let k = 0; k < columns; k++) power -= shares[own + k] * shares[own + k]
    const left = power > 1e-13 * full ? power : 0 * power
    dispersion[some[i]] = left / (samples - columns)
    const to = some[i] * columns
    for (let p = 0; p < columns; p++) {
      let sum = 0
      for (let k = 0; k < columns; k++) sum += back[p * columns + k] * shares[own + k]
      betas[to + p] = sum
    }
    betas[to + columns - 1] += means[i]
  }
}

/** The squares of a whitened row. */
function whitePower(y: Float64Array, rho: number): number {
  let sum = y[0] * y[0]
  for (let t = 1; t < y.length; t++) {
    const value = y[t] - rho * y[t - 1]
    sum += value * value
  }
  return sum
}
