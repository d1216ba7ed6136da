import { structuralSimilarity } from '../kernels/structural-similarity.ts'
import { type Answers, defineMetric } from './metric.ts'

/**
 * Structural similarity of predicted and own vector as square grey images with values from 0 to 1,
 * the mean over rows. NaN when the width is no square of a side of 11 or more.
 *
 * @see `skimage.metrics.structural_similarity` with Gaussian weights
 */
export const ssim = defineMetric({
  use: 'ssim',
  title: 'Structural similarity of images',
  for: 'vectors',
  higherIsBetter: true,
  judge: (answers) => {
    const side = Math.sqrt(answers.candidates?.width ?? 0)
    if (!Number.isInteger(side)) return () => Number.NaN
    return meanOfRows(answers, (own, found) => structuralSimilarity(own, found, side))
  },
})

/**
 * Peak signal-to-noise ratio of predicted and own vector as images with values from 0 to 1, dB, the
 * mean over rows; infinite where a vector is predicted without error.
 *
 * @see `skimage.metrics.peak_signal_noise_ratio` with a range of 1
 */
export const psnr = defineMetric({
  use: 'psnr',
  title: 'Peak signal-to-noise ratio of images, dB',
  for: 'vectors',
  higherIsBetter: true,
  judge: (answers) =>
    meanOfRows(answers, (own, found) => {
      const error = own.reduce((sum, value, d) => sum + (value - found[d]) ** 2, 0) / own.length
      return -10 * Math.log10(error)
    }),
})

/** The weighted mean of what is said of each row; a row and a vector are looked at once. */
function meanOfRows(
  { scores, candidates }: Answers,
  of: (own: Float64Array, found: Float64Array) => number,
) {
  const { values, width } = candidates ?? { values: new Float64Array(0), width: 1 }
  const known = new Map<number, number>()
  const total = values.length / width
  const likeness = (row: number, code: number) => {
    const key = row * total + code
    const before = known.get(key)
    if (before !== undefined) return before
    const found = Float64Array.from({ length: width }, (_, d) => scores[row * width + d])
    const value = of(values.subarray(code * width, (code + 1) * width), found)
    known.set(key, value)
    return value
  }
  return (truth: ArrayLike<number>, weights: ArrayLike<number>) => {
    let [sum, all] = [0, 0]
    for (let r = 0; r < truth.length; r++) {
      if (weights[r] === 0) continue
      sum += weights[r] * likeness(r, truth[r])
      all += weights[r]
    }
    return sum / all
  }
}
