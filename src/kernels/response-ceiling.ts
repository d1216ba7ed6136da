import { correlation } from './correlation.ts'

/** What repeats of the same stimuli say about how well any model can do. */
export interface ResponseCeiling {
  /** Variance of the mean response that is signal; below 0 when repeats do not agree. */
  readonly signalPower: number
  /** Mean variance of a repeat. */
  readonly totalPower: number
  /** The largest correlation with the mean response that a model can reach; NaN without signal. */
  readonly ccMax: number
  /** Deviation of the signal over that of the noise of one trial. */
  readonly ncsnr: number
  /** Share of the variance of the mean response that can be explained, from 0 to 1. */
  readonly explainable: number
  /** Correlation of the halves of repeats, stepped up to all of them (Spearman-Brown). */
  readonly splitHalf: number
}

/**
 * Estimates ceilings of one channel from repeated responses. Halves are even and odd repeats.
 *
 * @param responses shape [N, T]: repeats of the same T stimuli or moments
 * @param repeats N, at least 2
 * @see Schoppe et al. (2016), Front. Comput. Neurosci. 10:10, doi:10.3389/fncom.2016.00010 (signal
 *   power, ccMax); Allen et al. (2022), Nat. Neurosci. 25:116-126,
 *   doi:10.1038/s41593-021-00962-x (ncsnr, explainable)
 */
export function responseCeiling(responses: Float64Array, repeats: number): ResponseCeiling {
  const length = responses.length / repeats
  const rows = Array.from({ length: repeats }, (_, n) =>
    responses.subarray(n * length, (n + 1) * length),
  )
  const meanOf = (some: readonly Float64Array[]) =>
    Float64Array.from(
      { length },
      (_, t) => some.reduce((sum, row) => sum + row[t], 0) / some.length,
    )
  const mean = meanOf(rows)
  const total = rows.reduce((sum, row) => sum + variance(row), 0) / repeats
  const signalPower = (repeats * variance(mean) - total) / (repeats - 1)
  let noise = 0
  for (let t = 0; t < length; t++) noise += variance(rows.map((row) => row[t])) / length
  const signal = Math.max(0, variance(responses) - noise)
  const ncsnr = Math.sqrt(signal / noise)
  const halves = [0, 1].map((half) => meanOf(rows.filter((_, n) => n % 2 === half)))
  const r = correlation(halves[0], halves[1])
  return {
    signalPower,
    totalPower: total,
    ccMax: Math.sqrt(1 / (1 + (total / signalPower - 1) / repeats)),
    ncsnr,
    explainable: signal / (signal + noise / repeats),
    splitHalf: (2 * r) / (1 + r),
  }
}

/**
 * The correlation of a prediction with the mean response over what noise allows; above 1 by chance
 * only. NaN without signal.
 *
 * @param mean mean response, shape [T]
 * @param predicted shape [T]
 * @param signalPower as `responseCeiling` estimates it
 * @see Hsu, Borst & Theunissen (2004), Network 15(2):91-109, doi:10.1088/0954-898X_15_2_002
 */
export function normalizedCorrelation(
  mean: ArrayLike<number>,
  predicted: ArrayLike<number>,
  signalPower: number,
): number {
  const [a, b] = [meanValue(mean), meanValue(predicted)]
  let both = 0
  for (let t = 0; t < mean.length; t++) both += (mean[t] - a) * (predicted[t] - b)
  return both / (mean.length - 1) / Math.sqrt(signalPower * variance(predicted))
}

function meanValue(x: ArrayLike<number>): number {
  let sum = 0
  for (let t = 0; t < x.length; t++) sum += x[t]
  return sum / x.length
}

/** Divided by T - 1. */
function variance(x: ArrayLike<number>): number {
  const mean = meanValue(x)
  let sum = 0
  for (let t = 0; t < x.length; t++) sum += (x[t] - mean) ** 2
  return sum / (x.length - 1)
}
