import { fastIca } from './fast-ica.ts'
import { infomax } from './infomax.ts'
import { multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'
import { picard, type Separation } from './picard.ts'
import { solve } from './solve.ts'
import { type PrincipalAxes, whiten } from './whitening.ts'

export type IcaMethod = 'picard' | 'infomax' | 'fastica' | 'fasticaDeflation'

export interface IcaOptions {
  readonly method: IcaMethod
  /** How many: the rank, a number, or the least that hold more than this share of the variance. */
  readonly components: 'rank' | number
  readonly maxIterations?: number
  readonly tolerance?: number
  readonly seed?: number
}

/** Independent components of signals, by falling variance of what they bring to the channels. */
export interface IndependentComponents {
  /** Mean of each channel, shape [C]. */
  readonly means: Float64Array
  /** Channels without their means to sources, shape [K, C]. */
  readonly unmixing: Float64Array
  /** Sources to channels, shape [C, K]; the largest magnitude of a column is positive. */
  readonly mixing: Float64Array
  /** Share of the variance of all channels that each brings, shape [K]; about 1 together. */
  readonly shares: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

/**
 * Finds independent components of signals: principal axes, whitening, separation.
 *
 * @param x shape [C, T]
 * @param axes what `principalAxes` found for `x`
 * @throws {RangeError} more components than the rank, or as the method throws
 * @see `mne.preprocessing.ICA`, up to the signs of components
 */
export function independentComponents(
  x: ArrayLike<number>,
  axes: PrincipalAxes,
  options: IcaOptions,
): IndependentComponents {
  const count = componentCount(axes, options.components)
  if (count > axes.rank) throw new RangeError(`${count} components of signals of rank ${axes.rank}`)
  const channels = axes.means.length
  const { whitened, forward, back } = whiten(x, axes, count)
  const found = separate(whitened, count, options)
  const unmixing = multiply(
    panels(found.unmixing, count, count),
    columnPanels(forward, count, channels),
  )
  const inverse = solve(found.unmixing, count, identity(count))
  const mixing = multiply(panels(back, channels, count), columnPanels(inverse, count, count))
  const spread = variancesOf(found.unmixing, mixing, count)
  const order = Array.from(spread, (_, k) => k).sort((a, b) => spread[b] - spread[a] || a - b)
  const total = axes.variances.reduce((sum, v) => sum + v, 0)
  const shares = Float64Array.from(order, (k) => spread[k] / total)
  const { iterations, converged } = found
  return { means: axes.means, ...arranged(unmixing, mixing, order), shares, iterations, converged }
}

/**
 * How many components are asked for: the rank, a number, or for a share below 1 the least number
 * of principal directions that hold more than it.
 */
export function componentCount(axes: PrincipalAxes, components: 'rank' | number): number {
  if (components === 'rank') return axes.rank
  if (components >= 1) return components
  const total = axes.variances.reduce((sum, v) => sum + v, 0)
  let [sum, count] = [0, 0]
  while (count < axes.rank && sum <= components * total) sum += axes.variances[count++]
  return count
}

function separate(x: Float64Array, count: number, options: IcaOptions): Separation {
  const { method, maxIterations, tolerance, seed } = options
  if (count === 1) return { unmixing: Float64Array.of(1), iterations: 0, converged: true }
  if (method === 'picard') return picard(x, count, { maxIterations, tolerance })
  if (method === 'infomax') return infomax(x, count, { maxIterations, seed })
  const algorithm = method === 'fastica' ? 'parallel' : 'deflation'
  return fastIca(x, count, { algorithm, maxIterations, tolerance })
}

/** Variance that each source brings to all channels together; whitened signals have variance 1. */
function variancesOf(unmixing: Float64Array, mixing: Float64Array, count: number): Float64Array {
  const channels = mixing.length / count
  return Float64Array.from({ length: count }, (_, k) => {
    let [own, brought] = [0, 0]
    for (let j = 0; j < count; j++) own += unmixing[k * count + j] ** 2
    for (let c = 0; c < channels; c++) brought += mixing[c * count + k] ** 2
    return own * brought
  })
}

function arranged(unmixing: Float64Array, mixing: Float64Array, order: readonly number[]) {
  const count = order.length
  const channels = mixing.length / count
  const rows = new Float64Array(unmixing.length)
  const columns = new Float64Array(mixing.length)
  for (const [to, from] of order.entries()) {
    const sign = signOf(mixing, count, from)
    for (let c = 0; c < channels; c++) {
      rows[to * channels + c] = sign * unmixing[from * channels + c]
      columns[c * count + to] = sign * mixing[c * count + from]
    }
  }
  return { unmixing: rows, mixing: columns }
}

/** Rounding must not choose between elements of equal magnitude, hence the margin. */
function signOf(mixing: Float64Array, count: number, column: number): number {
  let top = column
  for (let i = column; i < mixing.length; i += count) {
    if (Math.abs(mixing[i]) > Math.abs(mixing[top]) * (1 + 1e-9)) top = i
  }
  return mixing[top] < 0 ? -1 : 1
}

function identity(n: number): Float64Array {
  const out = new Float64Array(n * n)
  for (let k = 0; k < n; k++) out[k * n + k] = 1
  return out
}
