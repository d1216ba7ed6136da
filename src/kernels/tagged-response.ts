import { random } from './random.ts'

/** What a channel shows at a frequency that it was stimulated with. */
export interface TaggedResponse {
  /** Amplitude of the sine at that frequency in the mean of the segments, in the signal's unit. */
  readonly amplitude: number
  /** Power at the frequency over the mean power of its neighbours. */
  readonly snr: number
  /** Length of the mean phasor of the segments, 0 to 1. */
  readonly itc: number
  /** Share of random phases that give as large a length, the one observed counted in. */
  readonly p: number
}

/** Where a response is looked for. */
export interface TagOptions {
  readonly rateHz: number
  readonly hz: number
  /** Samples of a segment; `hz` should have whole cycles in it. */
  readonly segment: number
  /** Neighbouring frequencies on either side, and how many next to the tag are left out. */
  readonly neighbours: number
  readonly skip: number
  /** Sets of random phases. */
  readonly permutations: number
  readonly seed: number
}

/**
 * Looks for a response at a stimulation frequency: in the segments of a row one after the other
 * (amplitude and phase), and in the spectrum of all of them together, which resolves more
 * (signal over neighbours).
 *
 * Segments lose nothing and have no taper. A value that is not finite makes everything NaN; without
 * power at the frequency phases have no length, and a p of NaN.
 *
 * @param x shape [T]; samples after the last whole segment are not used
 * @throws {RangeError} T is below a segment
 * @see Norcia et al. (2015), J. Vis. 15(6):4, doi:10.1167/15.6.4; numpy.fft.rfft
 */
export function taggedResponse(x: Float32Array, options: TagOptions): TaggedResponse {
  const { segment, hz, rateHz, permutations, seed } = options
  const count = Math.floor(x.length / segment)
  if (count < 1) throw new RangeError(`${x.length} samples are no segment of ${segment}`)
  const phasors = Array.from({ length: count }, (_, s) =>
    component(x.subarray(s * segment, (s + 1) * segment), hz / rateHz),
  )
  const sum = phasors.reduce<Pair>(([a, b], [re, im]) => [a + re, b + im], [0, 0])
  const angles = phasors.map(([re, im]) => Math.atan2(im, re))
  const isSilent = phasors.some(([re, im]) => !(re !== 0 || im !== 0))
  const itc = isSilent ? Number.NaN : meanLength(angles)
  return {
    amplitude: (2 * Math.hypot(...sum)) / (count * segment),
    snr: overNeighbours(x.subarray(0, count * segment), options),
    itc,
    p: Number.isNaN(itc) ? Number.NaN : chance(itc, count, { permutations, seed }),
  }
}

type Pair = readonly [number, number]

/** One term of the transform: f in cycles a sample. */
function component(x: Float32Array, f: number): Pair {
  let [re, im] = [0, 0]
  for (let t = 0; t < x.length; t++) {
    const angle = -2 * Math.PI * f * t
    re += x[t] * Math.cos(angle)
    im += x[t] * Math.sin(angle)
  }
  return [re, im]
}

function meanLength(angles: readonly number[]): number {
  let [re, im] = [0, 0]
  for (const angle of angles) {
    re += Math.cos(angle)
    im += Math.sin(angle)
  }
  return Math.hypot(re, im) / angles.length
}

function overNeighbours(
  x: Float32Array,
  { hz, rateHz, neighbours, skip }: Pick<TagOptions, 'hz' | 'rateHz' | 'neighbours' | 'skip'>,
): number {
  const middle = Math.round((hz * x.length) / rateHz)
  const power = (k: number) => {
    const [re, im] = component(x, k / x.length)
    return re * re + im * im
  }
  let [sum, used] = [0, 0]
  for (let i = skip + 1; i <= skip + neighbours; i++) {
    for (const k of [middle - i, middle + i]) {
      if (k < 1 || 2 * k > x.length) continue
      sum += power(k)
      used++
    }
  }
  return power(middle) / (sum / used)
}

function chance(
  itc: number,
  count: number,
  { permutations, seed }: { permutations: number; seed: number },
): number {
  const draw = random(seed)
  let reached = 1
  for (let i = 0; i < permutations; i++) {
    const angles = Array.from({ length: count }, () => 2 * Math.PI * draw.uniform())
    if (meanLength(angles) >= itc - 1e-12) reached++
  }
  return reached / (permutations + 1)
}
