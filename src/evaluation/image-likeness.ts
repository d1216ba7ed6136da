import { structuralSimilarity } from '../kernels/structural-similarity.ts'
import { comparedPicture, greyOf, numbersOf } from './images.ts'
import { type Answers, defineMetric } from './metric.ts'

/**
 * Structural similarity of predicted and own vector as images with values from 0 to 1, the mean
 * over rows. With `images` in the pipeline, images are cut off at 0 and 1, resized and made grey
 * first; without, a vector is a square grey image as it is. NaN when a side is below 11 pixels or
 * the width is no square.
 *
 * @see `skimage.metrics.structural_similarity` with Gaussian weights
 */
export const ssim = defineMetric({
  use: 'ssim',
  title: 'Structural similarity of images',
  for: 'vectors',
  higherIsBetter: true,
  judge: (answers) => {
    const { images, candidates } = answers
    if (images) {
      const [, height, width] = images.size
      const sides = images.resize ?? width
      const lines = images.resize ?? height
      const grey = (x: Float64Array) => greyOf(comparedPicture(x, images))
      return meanOfRows(answers, (own, found) =>
        structuralSimilarity(grey(own), grey(found), sides, lines),
      )
    }
    const side = Math.sqrt(candidates?.width ?? 0)
    if (!Number.isInteger(side)) return () => Number.NaN
    return meanOfRows(answers, (own, found) => structuralSimilarity(own, found, side))
  },
})

/**
 * Correlation of pixels: Pearson's r of predicted and own image over all pixels and colours, at the
 * size at which the pipeline's `images` are compared, the mean over rows; without `images`, of the
 * vectors as they are. NaN where an image is constant.
 *
 * @see Scotti et al. (2023), Advances in Neural Information Processing Systems 36 (PixCorr)
 */
export const pixelCorrelation = defineMetric({
  use: 'pixelCorrelation',
  title: 'Correlation of pixels',
  for: 'vectors',
  higherIsBetter: true,
  judge: (answers) =>
    meanOfRows(answers, (own, found) => correlation(...asSeen(answers, own, found))),
})

/**
 * Peak signal-to-noise ratio of predicted and own vector as images with values from 0 to 1, dB, the
 * mean over rows; infinite where a vector is predicted without error. With `images` in the
 * pipeline, images are cut off at 0 and 1 and resized first.
 *
 * @see `skimage.metrics.peak_signal_noise_ratio` with a range of 1
 */
export const psnr = defineMetric({
  use: 'psnr',
  title: 'Peak signal-to-noise ratio of images, dB',
  for: 'vectors',
  higherIsBetter: true,
  judge: (answers) =>
    meanOfRows(answers, (ownVector, foundVector) => {
      const [own, found] = asSeen(answers, ownVector, foundVector)
      const error = own.reduce((sum, value, d) => sum + (value - found[d]) ** 2, 0) / own.length
      return -10 * Math.log10(error)
    }),
})

/** Two vectors as the images that are compared, or as they are. */
function asSeen({ images }: Answers, own: Float64Array, found: Float64Array) {
  if (images === undefined) return [own, found] as const
  return [comparedPicture(own, images).planes, comparedPicture(found, images).planes] as const
}

function correlation(x: Float64Array, y: Float64Array): number {
  const mean = (of: Float64Array) => of.reduce((sum, value) => sum + value / of.length, 0)
  const [meanX, meanY] = [mean(x), mean(y)]
  let [both, squaresX, squaresY] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] - meanX, y[i] - meanY]
    both += a * b
    squaresX += a * a
    squaresY += b * b
  }
  const spread = squaresX * squaresY
  return spread > 1e-28 * x.length ** 2 ? both / Math.sqrt(spread) : Number.NaN
}

/** The weighted mean of what is said of each row; a row and a vector are looked at once. */
function meanOfRows(
  { scores, candidates, images }: Answers,
  of: (own: Float64Array, found: Float64Array) => number,
) {
  const { values, width } = candidates ?? { values: new Float64Array(0), width: 1 }
  if (images && numbersOf(images) !== width) return () => Number.NaN
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
