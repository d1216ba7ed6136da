/** Deviations of the weights, pixels, and how far they reach: 3.5 deviations. */
const deviation = 1.5
const reach = 5
/** Shares of the range that keep quotients finite where an image is flat or dark. */
const [flat, dark] = [0.03 ** 2, 0.01 ** 2]

/**
 * The structural similarity of two grey images: how alike mean, contrast and pattern are around
 * each pixel, by Gaussian weights, the mean over pixels whose surroundings lie inside.
 *
 * @param a shape [height, width], from 0 to 1
 * @param b shape [height, width], from 0 to 1
 * @param width pixels of a line; of a square image its side
 * @returns from -1 to 1, 1 for equal images; NaN for fewer than 11 pixels a side
 * @see Wang, Bovik, Sheikh & Simoncelli (2004), IEEE Trans. Image Process. 13(4):600-612,
 *   doi:10.1109/TIP.2003.819861; `skimage.metrics.structural_similarity` with Gaussian weights,
 *   `use_sample_covariance` off and a range of 1
 */
export function structuralSimilarity(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  width: number,
  height = width,
): number {
  if (Math.min(width, height) < 2 * reach + 1) return Number.NaN
  const local = (of: (i: number) => number) => smoothInside(of, width, height)
  const [meanA, meanB] = [local((i) => a[i]), local((i) => b[i])]
  const [squaresA, squaresB] = [local((i) => a[i] ** 2), local((i) => b[i] ** 2)]
  const products = local((i) => a[i] * b[i])
  let sum = 0
  for (let i = 0; i < products.length; i++) {
    const [ma, mb] = [meanA[i], meanB[i]]
    const spread = squaresA[i] - ma * ma + squaresB[i] - mb * mb
    const light = (2 * ma * mb + dark) / (ma * ma + mb * mb + dark)
    sum += (light * (2 * (products[i] - ma * mb) + flat)) / (spread + flat)
  }
  return sum / products.length
}

const weights = gaussian()

function gaussian(): Float64Array {
  const raw = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)),
  )
  const all = raw.reduce((sum, one) => sum + one, 0)
  return raw.map((one) => one / all)
}

/** Weighted means around the pixels whose surroundings lie inside the image. */
function smoothInside(of: (i: number) => number, width: number, height: number): Float64Array {
  const inside = width - 2 * reach
  const across = new Float64Array(height * inside)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < inside; x++) {
      let sum = 0
      for (let k = 0; k < weights.length; k++) sum += weights[k] * of(y * width + x + k)
      across[y * inside + x] = sum
    }
  }
  const out = new Float64Array(inside * (height - 2 * reach))
  for (let i = 0; i < out.length; i++) {
    for (let k = 0; k < weights.length; k++) out[i] += weights[k] * across[i + k * inside]
  }
  return out
}
