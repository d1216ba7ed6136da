/** How a Lanczos filter is made. */
export interface LanczosOptions {
  /** Half the width of the kernel in lobes, above 0; 3 where nothing else is said. */
  readonly lobes: number
  /** Cut-off in multiples of the new rate's half, above 0. */
  readonly cutoff: number
}

/**
 * Resamples features from the times of a stimulus to those of scans by a Lanczos filter.
 *
 * Weights are not divided by their sum, so that a value stands for how much happened around a scan
 * (many words, a larger value), not for a mean: features at twice the rate come out twice as large.
 *
 * @param x shape [N, F]
 * @param from times of the rows, s, shape [N]
 * @param to times of the scans, s, ascending, shape [T], at least 2
 * @returns shape [T, F]
 * @throws {RangeError} times and rows differ in number, or there is one scan
 * @see Huth et al. (2016), Nature 532:453-458, doi:10.1038/nature17637; `lanczosinterp2D` of the
 *   authors' code; Duchon (1979), J. Appl. Meteorol. 18(8):1016-1022
 */
export function lanczosResample(
  x: Float64Array,
  from: Float64Array,
  to: Float64Array,
  { lobes, cutoff }: LanczosOptions,
): Float64Array {
  const width = x.length / from.length
  if (!Number.isInteger(width) || to.length < 2) {
    throw new RangeError(`${x.length} values at ${from.length} times to ${to.length}`)
  }
  const stepS = (to[to.length - 1] - to[0]) / (to.length - 1)
  const freqHz = cutoff / stepS
  const out = new Float64Array(to.length * width)
  for (let t = 0; t < to.length; t++) {
    for (let n = 0; n < from.length; n++) {
      const u = (to[t] - from[n]) * freqHz
      if (Math.abs(u) > lobes) continue
      const weight = lanczos(u, lobes)
      for (let f = 0; f < width; f++) out[t * width + f] += weight * x[n * width + f]
    }
  }
  return out
}

function lanczos(u: number, lobes: number): number {
  if (u === 0) return 1
  const angle = Math.PI * u
  return (lobes * Math.sin(angle) * Math.sin(angle / lobes)) / (angle * angle)
}
