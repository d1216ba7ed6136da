import { replaceChannels, spreadWeights } from './replace-channels.ts'
import { splinesAmong } from './spherical-spline.ts'

/** Replaces some channels of a block, shape [C, T], by splines of the others; a new block. */
export type ChannelRepair = (values: Float32Array, bad: readonly number[]) => Float32Array

/**
 * Makes a repair for blocks of the same electrodes. Weights are worked out once for each set of bad
 * channels.
 *
 * @param places shape [C, 3], all finite
 * @throws {RangeError} no channel is left, when the repair is used
 * @see mne.Epochs.interpolate_bads
 */
export function channelRepair(places: Float64Array): ChannelRepair {
  const channels = Array.from({ length: places.length / 3 }, (_, c) => c)
  const splines = splinesAmong(places)
  const known = new Map<string, Float64Array>()
  return (values, bad) => {
    const samples = values.length / channels.length
    const key = bad.join()
    const kept = known.get(key)
    if (kept) return replaceChannels(values, samples, { weights: kept, rows: bad })
    const good = channels.filter((c) => !bad.includes(c))
    const weights = spreadWeights(splines(good, bad), good, channels.length)
    known.set(key, weights)
    return replaceChannels(values, samples, { weights, rows: bad })
  }
}

/**
 * Weights that give each electrode from all the others, shape [C, C], with a diagonal of 0.
 *
 * @param places shape [C, 3], all finite, C at least 2
 */
export function leaveOneOutWeights(places: Float64Array): Float64Array {
  const count = places.length / 3
  const splines = splinesAmong(places)
  const out = new Float64Array(count * count)
  for (let c = 0; c < count; c++) {
    const others = Array.from({ length: count }, (_, i) => i).filter((i) => i !== c)
    const weights = splines(others, [c])
    for (const [i, other] of others.entries()) out[c * count + other] = weights[i]
  }
  return out
}
