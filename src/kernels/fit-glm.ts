import { type CentredShares, centredShares } from './centred-shares.ts'
import { cholesky, solveLower } from './cholesky.ts'
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

/** Voxels whose sums are held at a time. */
const blockRows = 4096

/**
 * Fits a linear model to each row, with noise that is white or autoregressive of order 1.
 *
 * For `ar1` the autoregression of each row's residuals is estimated (Yule-Walker) and cut off to
 * steps of 1/100; the model is then that of the whitened row. Rows are read once: with Q an
 * orthonormal basis of the design, W the whitening by rho and M the mean of the shifts by one
 * either way, W'W is (1 + rho²) I - 2 rho M less rho² at the last sample, so that all that is
 * needed of a row y is Q'y, Q'My, y'y, y'My and its last sample. A row that the design explains
 * fully (a constant voxel) has rho 0; NaN stays in its row.
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
  const basis = basisOf(design, samples, columns)
  const isWhite = noise === 'ols'
  const against = panels(
    isWhite ? basis.rows : both(basis),
    isWhite ? columns : 2 * columns,
    samples,
  )
  const rho = new Float64Array(rows)
  const betas = new Float64Array(rows * columns)
  const dispersion = new Float64Array(rows)
  const models = new Map<number, Whitened>()
  const room = { twice: new Float64Array(columns), white: new Float64Array(columns) }
  for (let from = 0; from < rows; from += blockRows) {
    const some = y.subarray(from * samples, Math.min(rows, from + blockRows) * samples)
    const sums = centredShares(some, samples, against)
    const block = { basis, sums, from, betas, dispersion, freedom: samples - columns, ...room }
    for (let i = 0; i < sums.means.length; i++) {
      const step = isWhite ? 0 : autoregression(basis, sums, i, samples)
      rho[from + i] = step / 100
      let model = models.get(step)
      if (model === undefined) {
        model = whitened(basis, step / 100)
        models.set(step, model)
      }
      fitRow(model, block, i)
    }
  }
  const ascending = [...models].sort(([a], [b]) => a - b)
  const covariance = new Map(ascending.map(([, model]) => [model.rho, model.covariance]))
  return { betas, dispersion, rho, covariance, freedom: samples - columns }
}

/** An orthonormal basis Q of the design, column by column. */
interface Basis {
  readonly columns: number
  /** Q', shape [P, T]. */
  readonly rows: Float64Array
  /** Q'M, shape [P, T]. */
  readonly shifted: Float64Array
  /** Q'MQ, shape [P, P]. */
  readonly inner: Float64Array
  /** The last row of Q, shape [P]. */
  readonly last: Float64Array
  /** From shares along Q to betas, shape [P, P]. */
  readonly back: Float64Array
}

function basisOf(design: Float64Array, samples: number, columns: number): Basis {
  const { left, values, right } = svd(design.slice(), samples)
  if (!(values[columns - 1] > 1e-10 * values[0])) {
    throw new RangeError(`the ${columns} columns of the design depend on each other`)
  }
  const rows = new Float64Array(columns * samples)
  const shifted = new Float64Array(columns * samples)
  const back = new Float64Array(columns * columns)
  for (let k = 0; k < columns; k++) {
    for (let t = 0; t < samples; t++) {
      const before = t > 0 ? left[(t - 1) * columns + k] : 0
      const after = t + 1 < samples ? left[(t + 1) * columns + k] : 0
      rows[k * samples + t] = left[t * columns + k]
      shifted[k * samples + t] = (before + after) / 2
    }
    for (let p = 0; p < columns; p++) back[p * columns + k] = right[k * columns + p] / values[k]
  }
  const inner = multiply(panels(rows, columns, samples), panels(shifted, columns, samples))
  const last = left.slice((samples - 1) * columns, samples * columns)
  return { columns, rows, shifted, inner, last, back }
}

function both({ rows, shifted }: Basis): Float64Array {
  const out = new Float64Array(2 * rows.length)
  out.set(rows)
  out.set(shifted, rows.length)
  return out
}

/** The model of rows with one rho. */
interface Whitened {
  readonly rho: number
  /** From shares along Q of the row whitened twice to those along an orthonormal basis of W Q. */
  readonly shares: Float64Array
  /** From those to betas, shape [P, P]. */
  readonly betas: Float64Array
  readonly covariance: Float64Array
}

function whitened({ columns, inner, last, back }: Basis, rho: number): Whitened {
  const products = new Float64Array(columns * columns)
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) {
      const own = i === j ? 1 + rho * rho : 0
      const beside = inner[i * columns + j] + inner[j * columns + i]
      products[i * columns + j] = own - rho * beside - rho * rho * last[i] * last[j]
    }
  }
  const factor = cholesky(products, columns)
  const shares = new Float64Array(columns * columns)
  for (let k = 0; k < columns; k++) {
    const unit = new Float64Array(columns)
    unit[k] = 1
    const column = solveLower(factor, columns, unit)
    for (let i = k; i < columns; i++) shares[i * columns + k] = column[i]
  }
  const rows = panels(shares, columns, columns)
  const betas = multiply(panels(back, columns, columns), rows)
  const all = panels(betas, columns, columns)
  return { rho, shares, betas, covariance: multiply(all, all) }
}

/**
 * The autoregression of row i's residuals e, in hundredths and cut off: with c its shares along Q,
 * e'Me is y'My - 2 c'Q'My + c'Q'MQc, so that no residual is written down.
 */
function autoregression(
  { columns, inner }: Basis,
  { squares, lagged, shares }: CentredShares,
  i: number,
  samples: number,
): number {
  const from = 2 * i * columns
  let zero = squares[i]
  let one = lagged[i]
  for (let k = 0; k < columns; k++) {
    const own = shares[from + k]
    zero -= own * own
    let sum = -2 * shares[from + columns + k]
    for (let j = 0; j < columns; j++) sum += inner[k * columns + j] * shares[from + j]
    one += own * sum
  }
  if (!(zero > 1e-12 * squares[i])) return 0
  const value = one / (samples - 1) / (zero / samples)
  return Math.trunc(value * 100) | 0
}

interface Block {
  readonly basis: Basis
  readonly sums: CentredShares
  /** Number of the block's first row. */
  readonly from: number
  readonly betas: Float64Array
  readonly dispersion: Float64Array
  readonly freedom: number
  /** Room of shape [P] each. */
  readonly twice: Float64Array
  readonly white: Float64Array
}

/** Fits row i of a block. */
function fitRow(model: Whitened, block: Block, i: number): void {
  const { basis, sums, from, betas, dispersion, freedom, twice, white } = block
  const { columns } = basis
  const { rho, shares, betas: toBetas } = model
  whitenTwice(twice, basis, { sums, i, rho })
  const full =
    (1 + rho * rho) * sums.squares[i] - 2 * rho * sums.lagged[i] - (rho * sums.last[i]) ** 2
  let power = full
  for (let k = 0, at = 0; k < columns; k++, at += columns) {
    let sum = 0
    for (let j = 0; j <= k; j++) sum += shares[at + j] * twice[j]
    white[k] = sum
    power -= sum * sum
  }
  const left = power > 1e-13 * full ? power : 0 * power
  dispersion[from + i] = left / freedom
  const to = (from + i) * columns
  for (let p = 0, at = 0; p < columns; p++, at += columns) {
    let sum = 0
    for (let k = 0; k < columns; k++) sum += toBetas[at + k] * white[k]
    betas[to + p] = sum
  }
  betas[to + columns - 1] += sums.means[i]
}

/** Fills in Q'W'Wy of row i. */
function whitenTwice(
  out: Float64Array,
  { columns, last }: Basis,
  { sums, i, rho }: { readonly sums: CentredShares; readonly i: number; readonly rho: number },
): void {
  const { shares, means } = sums
  const from = (i * shares.length) / means.length
  const isWhite = rho === 0
  const end = rho * rho * sums.last[i]
  for (let k = 0; k < columns; k++) {
    const own = shares[from + k]
    out[k] = isWhite
      ? own
      : (1 + rho * rho) * own - 2 * rho * shares[from + columns + k] - end * last[k]
  }
}
