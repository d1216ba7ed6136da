import { unset32 } from './recycling.ts'

/**
 * Mixes the channels of a block by a matrix: w · x.
 *
 * Sums run over the channels in order, in f64. A channel with NaN makes NaN of what it goes into,
 * unless its weight is 0.
 *
 * @param w shape [D, C]
 * @param x shape [C, T]
 * @param samples T
 * @returns shape [D, T]
 * @throws {RangeError} the sizes do not fit
 */
export function mixChannels(w: Float64Array, x: Float32Array, samples: number): Float32Array {
  const channels = samples === 0 ? 0 : x.length / samples
  const rows = channels === 0 ? 0 : w.length / channels
  if (!Number.isInteger(channels) || !Number.isInteger(rows)) {
    throw new RangeError(`${w.length} weights for ${x.length} values of ${samples} samples`)
  }
  const out = unset32(rows * samples)
  const sums = Array.from({ length: 4 }, () => new Float64Array(Math.min(samples, stretch)))
  for (let from = 0; from < samples; from += stretch) {
    const length = Math.min(stretch, samples - from)
    for (let d = 0; d < rows; d += 4) {
      const count = Math.min(4, rows - d)
      for (let i = 0; i < count; i++) sums[i].fill(0)
      for (let c = 0; c < channels; c++) {
        const at = c * samples + from
        const part = x.subarray(at, at + length)
        if (
          count === 4 &&
          addToFour(
            sums,
            part,
            [0, 1, 2, 3].map((i) => w[(d + i) * channels + c]),
          )
        )
          continue
        for (let i = 0; i < count; i++) addTo(sums[i], part, w[(d + i) * channels + c])
      }
      for (let i = 0; i < count; i++) {
        out.set(sums[i].subarray(0, length), (d + i) * samples + from)
      }
    }
  }
  return out
}

/** Samples that are worked on at a time, so that all channels of them stay close. */
const stretch = 1024

/** Adds a weighted row to four sums in one pass; not where a weight is 0, which takes no NaN. */
function addToFour(
  [a, b, c, d]: readonly Float64Array[],
  x: Float32Array,
  [p, q, r, s]: readonly number[],
): boolean {
  if (p === 0 || q === 0 || r === 0 || s === 0) return false
  for (let t = 0; t < x.length; t++) {
    const v = x[t]
    a[t] += p * v
    b[t] += q * v
    c[t] += r * v
    d[t] += s * v
  }
  return true
}

function addTo(sum: Float64Array, x: Float32Array, weight: number): void {
  if (weight === 0) return
  for (let t = 0; t < x.length; t++) sum[t] += weight * x[t]
}
