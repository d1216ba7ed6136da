import { mixInto } from './mix-channels.ts'
import { mixChannelsScalar } from './mix-channels-scalar.ts'
import { unset32 } from './recycling.ts'

/** Channels that are made of those of a block, and where they go. */
export interface MadeChannels {
  /** Weights of the channels of the block in each that is made, shape [D, C]. */
  readonly weights: Float64Array
  /** The row of each, shape [D]; from C on they are added, without a gap. */
  readonly rows: readonly number[]
}

/**
 * Gives a block in which some channels are mixtures of its channels and the others as they were:
 * one pass over the samples copies, weighs and sums.
 *
 * Sums are those of `mixChannels`. A channel that is replaced may be part of a mixture.
 *
 * @param x shape [C, T]
 * @param samples T
 * @returns a new block, shape [C, T], or longer by the rows that are added
 * @throws {RangeError} the sizes do not fit
 */
export function replaceChannels(
  x: Float32Array,
  samples: number,
  { weights, rows }: MadeChannels,
): Float32Array {
  const channels = samples === 0 ? 0 : x.length / samples
  const size = Math.max(channels, ...rows.map((row) => row + 1)) * samples
  const out = unset32(size)
  const others = Array.from({ length: channels }, (_, c) => c).filter((c) => !rows.includes(c))
  if (mixInto(out, { w: weights, x, samples, rows, others })) return out
  const made = mixChannelsScalar(weights, x, samples)
  out.set(x)
  for (const [d, row] of rows.entries()) {
    out.set(made.subarray(d * samples, (d + 1) * samples), row * samples)
  }
  return out
}

/**
 * Weights of some channels as weights of all, 0 for the others.
 *
 * @param weights shape [D, chosen]
 * @param chosen which of the channels they are
 * @returns shape [D, C]
 */
export function spreadWeights(
  weights: Float64Array,
  chosen: readonly number[],
  channels: number,
): Float64Array {
  const made = chosen.length === 0 ? 0 : weights.length / chosen.length
  const out = new Float64Array(made * channels)
  for (let d = 0; d < made; d++) {
    for (const [i, c] of chosen.entries()) out[d * channels + c] = weights[d * chosen.length + i]
  }
  return out
}
