import { medianOver } from './median-over.ts'
import { mixChannels } from './mix-channels.ts'
import { random } from './random.ts'
import { sphericalSpline } from './spherical-spline.ts'

/**
 * Correlates each channel, window by window, with what the others predict: the median of its
 * splines from many small sets of channels.
 *
 * @param x signals, shape [C, T], finite
 * @param places of the electrodes, shape [C, 3], finite
 * @param sets numbers of the channels of each set; a channel in a set predicts itself there
 * @param window samples of a window; windows that end with the signal or after it are left out
 * @returns Pearson correlations, shape [W, C]; NaN where channel or prediction is constant
 * @throws {RangeError} there is no set, or no whole window
 * @see Bigdely-Shamlo et al. (2015), doi:10.3389/fninf.2015.00016;
 *   `pyprep.ransac.find_bad_by_ransac`
 */
export function ransacCorrelations(
  x: Float32Array,
  places: Float64Array,
  sets: readonly (readonly number[])[],
  window: number,
): Float64Array {
  const channels = places.length / 3
  const samples = x.length / channels
  const windows = Math.ceil((samples - window) / window)
  if (sets.length === 0 || !(windows > 0)) throw new RangeError(`${windows} windows`)
  const weights = setWeights(places, sets)
  const all = Array.from(sets, (_, s) => s)
  const out = new Float64Array(windows * channels)
  const block = new Float32Array(channels * window)
  for (let w = 0; w < windows; w++) {
    for (let c = 0; c < channels; c++) {
      const from = c * samples + w * window
      block.set(x.subarray(from, from + window), c * window)
    }
    for (let c = 0; c < channels; c++) {
      const made = mixChannels(weights[c], block, window)
      const guesses = all.map((s) => made.subarray(s * window, (s + 1) * window))
      const own = block.subarray(c * window, (c + 1) * window)
      out[w * channels + c] = pearson(own, medianOver(guesses, all))
    }
  }
  return out
}

/** Sets of `size` of C channels, drawn without replacement; numbers ascend, shape [S, size]. */
export function randomSets(
  channels: number,
  { count, size, seed }: { count: number; size: number; seed: number },
): number[][] {
  const draw = random(seed)
  return Array.from({ length: count }, () => {
    const order = draw.shuffle(Array.from({ length: channels }, (_, c) => c))
    return order.slice(0, size).sort((a, b) => a - b)
  })
}

/** For each channel the weights by which the sets predict it, shape [S, C]. */
function setWeights(places: Float64Array, sets: readonly (readonly number[])[]): Float64Array[] {
  const channels = places.length / 3
  const out = Array.from({ length: channels }, () => new Float64Array(sets.length * channels))
  for (const [s, set] of sets.entries()) {
    const known = Float64Array.from(set.flatMap((c) => [...places.subarray(3 * c, 3 * c + 3)]))
    const weights = sphericalSpline(known, places)
    for (let c = 0; c < channels; c++) {
      for (const [i, from] of set.entries()) {
        out[c][s * channels + from] = weights[c * set.length + i]
      }
    }
  }
  return out
}

function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [meanA, meanB] = [0, 0]
  for (let t = 0; t < a.length; t++) {
    meanA += a[t] / a.length
    meanB += b[t] / a.length
  }
  let [ab, aa, bb] = [0, 0, 0]
  for (let t = 0; t < a.length; t++) {
    const [p, q] = [a[t] - meanA, b[t] - meanB]
    ab += p * q
    aa += p * p
    bb += q * q
  }
  return ab / Math.sqrt(aa * bb)
}
