import { eigenSymmetric } from './eigen-symmetric.ts'
import { gram, multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'
import { unset64 } from './recycling.ts'

/** Signals made uncorrelated with variance 1, and the way there and back. */
export interface Whitening {
  /** Mean of each channel, shape [C]. */
  readonly means: Float64Array
  /** Whitened signals, shape [K, T], by falling variance before whitening. */
  readonly whitened: Float64Array
  /** Channels to whitened signals, shape [K, C]. */
  readonly forward: Float64Array
  /** Whitened signals to channels, shape [C, K]. */
  readonly back: Float64Array
}

/** Spread of signals along their principal directions. */
export interface PrincipalAxes {
  /** Mean of each channel, shape [C]. */
  readonly means: Float64Array
  /** Variance along each direction, falling, divided by T - 1, shape [C]. */
  readonly variances: Float64Array
  /** Unit directions in rows, shape [C, C]. */
  readonly directions: Float64Array
  /** Number of variances above 1e-9 of the largest: what rounding to f32 leaves lies far below. */
  readonly rank: number
}

/** Smaller shares of the largest variance are rounding. */
const NOTHING = 1e-9

/**
 * Finds the principal directions of signals, and how many of them hold more than rounding.
 *
 * A common average takes one from the rank, and so does each channel that was interpolated. The
 * element of a direction with the largest magnitude is positive.
 *
 * @param x shape [C, T], T at least 2
 * @param channels C
 * @throws {RangeError} `x` has no such shape
 */
export function principalAxes(x: ArrayLike<number>, channels: number): PrincipalAxes {
  const samples = x.length / channels
  if (!Number.isInteger(samples) || samples < 2) {
    throw new RangeError(`${x.length} values, ${channels} channels`)
  }
  const { means, centred } = centre(x, channels, samples)
  const covariance = gram(panels(centred, channels, samples)).map((v) => v / (samples - 1))
  const { values, vectors } = eigenSymmetric(covariance, channels)
  const directions = new Float64Array(channels * channels)
  const variances = new Float64Array(channels)
  for (let k = 0; k < channels; k++) {
    const from = channels - 1 - k
    variances[k] = Math.max(values[from], 0)
    const sign = signOf(vectors, channels, from)
    for (let c = 0; c < channels; c++) {
      directions[k * channels + c] = sign * vectors[c * channels + from]
    }
  }
  const rank = variances.filter((v) => v > NOTHING * variances[0]).length
  return { means, variances, directions, rank }
}

/**
 * Whitens signals along their first principal directions.
 *
 * @param x shape [C, T]
 * @param axes what `principalAxes` found for `x`
 * @param components K, from 1 to the rank
 */
export function whiten(x: ArrayLike<number>, axes: PrincipalAxes, components: number): Whitening {
  const { means, variances, directions } = axes
  const channels = means.length
  const samples = x.length / channels
  const forward = new Float64Array(components * channels)
  const back = new Float64Array(channels * components)
  for (let k = 0; k < components; k++) {
    const deviation = Math.sqrt(variances[k])
    for (let c = 0; c < channels; c++) {
      forward[k * channels + c] = directions[k * channels + c] / deviation
      back[c * components + k] = directions[k * channels + c] * deviation
    }
  }
  const { centred } = centre(x, channels, samples)
  const left = panels(forward, components, channels)
  const whitened = multiply(left, columnPanels(centred, channels, samples))
  return { means, whitened, forward, back }
}

function centre(x: ArrayLike<number>, channels: number, samples: number) {
  const means = new Float64Array(channels)
  const centred = unset64(channels * samples)
  for (let c = 0; c < channels; c++) {
    const from = c * samples
    let sum = 0
    for (let i = from; i < from + samples; i++) sum += x[i]
    const mean = sum / samples
    means[c] = mean
    for (let i = from; i < from + samples; i++) centred[i] = x[i] - mean
  }
  return { means, centred }
}

/** Rounding must not choose between elements of equal magnitude, hence the margin. */
function signOf(vectors: Float64Array, n: number, column: number): number {
  let top = 0
  for (let r = 1; r < n; r++) {
    const size = Math.abs(vectors[r * n + column])
    if (size > Math.abs(vectors[top * n + column]) * (1 + 1e-9)) top = r
  }
  return vectors[top * n + column] < 0 ? -1 : 1
}
