import { quantiles } from './quantile.ts'

/**
 * How far the spectrum of each channel is from those of the others: the mean Euclidean distance of
 * log densities.
 *
 * @param density power spectral densities, shape [C, F], above 0, C at least 2
 * @returns mean distance to the C - 1 others, shape [C]
 * @throws {RangeError} fewer than two channels
 */
export function spectralDistances(density: Float64Array, channels: number): Float64Array {
  if (!(channels >= 2)) throw new RangeError(`${channels} channels`)
  const bins = density.length / channels
  const logs = density.map(Math.log)
  const out = new Float64Array(channels)
  for (let a = 0; a < channels; a++) {
    for (let b = a + 1; b < channels; b++) {
      let squares = 0
      for (let k = 0; k < bins; k++) squares += (logs[a * bins + k] - logs[b * bins + k]) ** 2
      const distance = Math.sqrt(squares) / (channels - 1)
      out[a] += distance
      out[b] += distance
    }
  }
  return out
}

/**
 * Which values, shape [N], lie further than `factor` interquartile ranges below the first or above
 * the third quartile.
 *
 * @returns numbers of the values, ascending
 * @see Tukey (1977), Exploratory Data Analysis; quartiles as `numpy.percentile` takes them
 */
export function beyondQuartiles(values: Float64Array, factor: number): number[] {
  const [low, high] = quantiles(values.slice().sort(), [0.25, 0.75])
  const reach = factor * (high - low)
  return [...values.keys()].filter((i) => values[i] < low - reach || values[i] > high + reach)
}
