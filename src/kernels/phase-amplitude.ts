/** How coupling of an amplitude to a phase is measured. */
export type CouplingMeasure = 'modulationIndex' | 'meanVector'

/**
 * Measures how much an amplitude depends on a phase at the same moment.
 *
 * `modulationIndex`: how far the mean amplitudes of phase bins, brought to a sum of 1, are from
 * equal: their Kullback-Leibler divergence over its maximum, 0 to 1. `meanVector`: the length of
 * the mean of amplitude times the unit phasor, in the amplitude's unit.
 *
 * @param phase shape [T], radians from -pi to pi
 * @param amplitude shape [T], not below 0
 * @param bins phase bins of `modulationIndex`; an empty one makes it NaN, a silent one counts 0
 * @param shift the amplitude starts this many samples later and its end comes first
 * @see Tort et al. (2010), J. Neurophysiol. 104:1195-1210, doi:10.1152/jn.00106.2010; Canolty et
 *   al. (2006), Science 313:1626-1628, doi:10.1126/science.1128115; tensorpac.methods
 */
export function phaseAmplitude(
  phase: Float64Array,
  amplitude: Float64Array,
  { measure, bins, shift = 0 }: { measure: CouplingMeasure; bins: number; shift?: number },
): number {
  return measure === 'meanVector'
    ? meanVector(phase, amplitude, shift)
    : modulationIndex(phase, amplitude, { bins, shift })
}

function meanVector(phase: Float64Array, amplitude: Float64Array, shift: number): number {
  const n = phase.length
  let [re, im] = [0, 0]
  for (let t = 0; t < n; t++) {
    const size = amplitude[(t + n - shift) % n]
    re += size * Math.cos(phase[t])
    im += size * Math.sin(phase[t])
  }
  return Math.sqrt(re * re + im * im) / n
}

function modulationIndex(
  phase: Float64Array,
  amplitude: Float64Array,
  { bins, shift }: { bins: number; shift: number },
): number {
  const n = phase.length
  const sums = new Float64Array(bins)
  const counts = new Float64Array(bins)
  for (let t = 0; t < n; t++) {
    const place = Math.floor(((phase[t] + Math.PI) / (2 * Math.PI)) * bins)
    if (Number.isNaN(place)) return Number.NaN
    const bin = Math.min(bins - 1, Math.max(0, place))
    sums[bin] += amplitude[(t + n - shift) % n]
    counts[bin]++
  }
  const means = sums.map((sum, b) => sum / counts[b])
  const total = means.reduce((sum, mean) => sum + mean, 0)
  let entropy = 0
  for (const mean of means) {
    const share = mean / total
    if (share > 0) entropy -= share * Math.log(share)
    else if (Number.isNaN(share)) return Number.NaN
  }
  return 1 - entropy / Math.log(bins)
}
