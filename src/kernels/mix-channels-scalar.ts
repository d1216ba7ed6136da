import { unset32 } from './recycling.ts'

/**
 * As `mixChannels`, without WebAssembly: for small blocks, where copying them takes longer.
 *
 * @param w shape [D, C]
 * @param x shape [C, T]
 * @param samples T
 * @returns shape [D, T]
 * @throws {RangeError} the sizes do not fit
 */
export function mixChannelsScalar(w: Float64Array, x: Float32Array, samples: number): Float32Array {
  const channels = samples === 0 ? 0 : x.length / samples
  const rows = channels === 0 ? 0 : w.length / channels
  if (!Number.isInteger(channels) || !Number.isInteger(rows)) {
    throw new RangeError(`${w.length} weights for ${x.length} values of ${samples} samples`)
  }
  const out = unset32(rows * samples)
  const sums = new Float64Array(Math.min(samples, stretch))
  const used = Array.from({ length: rows }, (_, d) => {
    return Array.from({ length: channels }, (_c, c) => c).filter((c) => w[d * channels + c] !== 0)
  })
  for (let from = 0; from < samples; from += stretch) {
    const length = Math.min(stretch, samples - from)
    const parts = Array.from({ length: channels }, (_, c) => {
      return x.subarray(c * samples + from, c * samples + from + length)
    })
    for (let d = 0; d < rows; d++) {
      const sum = sums.subarray(0, length).fill(0)
      const own = w.subarray(d * channels, (d + 1) * channels)
      const last = used[d].length - (used[d].length % 4)
      for (let i = 0; i < last; i += 4) addFour(sum, parts, own, used[d].slice(i, i + 4))
      for (let i = last; i < used[d].length; i++) addTo(sum, parts[used[d][i]], own[used[d][i]])
      out.set(sum, d * samples + from)
    }
  }
  return out
}

/** Samples that are worked on at a time, so that all channels of them stay close. */
const stretch = 1024

/** Adds four weighted rows to a sum, one after the other, in one pass. */
function addFour(
  sum: Float64Array,
  parts: readonly Float32Array[],
  weights: Float64Array,
  [i, j, k, l]: readonly number[],
): void {
  const [a, b, c, d] = [parts[i], parts[j], parts[k], parts[l]]
  const [p, q, r, s] = [weights[i], weights[j], weights[k], weights[l]]
  for (let t = 0; t < sum.length; t++) {
    let total = sum[t] + p * a[t]
    total += q * b[t]
    total += r * c[t]
    sum[t] = total + s * d[t]
  }
}

function addTo(sum: Float64Array, x: Float32Array, weight: number): void {
  for (let t = 0; t < sum.length; t++) sum[t] += weight * x[t]
}
