import * as z from 'zod'
import { fail } from '../../errors.ts'
import { randomSets, ransacCorrelations } from '../../kernels/ransac.ts'
import { roundHalfEven } from '../../kernels/round-half-even.ts'
import { beyondQuartiles, spectralDistances } from '../../kernels/spectral-distances.ts'
import { welch } from '../../kernels/welch.ts'

const share = z.number().min(0).max(1)

/** Options of RANSAC; defaults are those of PyPREP. */
export const ransacSchema = z.strictObject({
  sets: z.int().min(1).default(50).meta({ unit: '1', description: 'random sets of electrodes' }),
  setShare: share
    .default(0.25)
    .meta({ unit: '1', description: 'share of the electrodes that a set holds' }),
  correlation: share.default(0.75).meta({
    unit: '1',
    description: 'a window is bad when channel and prediction correlate less',
  }),
  badShare: share
    .default(0.4)
    .meta({ unit: '1', description: 'share of bad windows above which a channel is bad' }),
  windowS: z.number().positive().default(5).meta({ unit: 's', description: 'length of a window' }),
})

/** Electrodes of a recording whose places are known. */
export interface Electrodes {
  /** Shape [C, T]. */
  readonly x: Float32Array
  /** Shape [C, 3]. */
  readonly places: Float64Array
  readonly rateHz: number
}

/**
 * The electrodes that random sets of the others do not predict.
 *
 * @param left numbers of electrodes that neither predict nor are predicted
 * @throws {NeurarrowError} `stage-options` when sets would hold three electrodes or fewer, or all
 *   that are left; `signal-too-short` when no whole window fits
 */
export function unpredicted(
  { x, places, rateHz }: Electrodes,
  left: readonly number[],
  {
    sets,
    setShare,
    correlation,
    badShare,
    windowS,
    seed,
  }: z.output<typeof ransacSchema> & {
    readonly seed: number
  },
): number[] {
  const count = places.length / 3
  const samples = x.length / count
  const size = roundHalfEven(setShare * count)
  const used = Array.from({ length: count }, (_, c) => c).filter((c) => !left.includes(c))
  const window = Math.floor(windowS * rateHz)
  const facts = { stage: 'badChannels', option: 'ransac' }
  if (size <= 3 || used.length < size + 1) {
    const remedy = 'leave ransac out, or take a larger setShare'
    fail('stage-options', { ...facts, electrodes: used.length, perSet: size, remedy })
  }
  if (!(samples > window)) fail('signal-too-short', { ...facts, samples, needed: window + 1 })
  const rows = new Float32Array(used.length * samples)
  for (const [i, c] of used.entries()) {
    rows.set(x.subarray(c * samples, (c + 1) * samples), i * samples)
  }
  const own = Float64Array.from(used.flatMap((c) => [...places.subarray(3 * c, 3 * c + 3)]))
  const found = ransacCorrelations(
    rows,
    own,
    randomSets(used.length, { count: sets, size, seed }),
    window,
  )
  const windows = found.length / used.length
  return used.filter((_, i) => {
    let bad = 0
    for (let w = 0; w < windows; w++) if (!(found[w * used.length + i] >= correlation)) bad++
    return bad / windows > badShare
  })
}

/**
 * The electrodes whose spectrum is far from those of the others: the mean Euclidean distance of log
 * densities (Welch, 2 s, above 0 Hz) lies `factor` interquartile ranges outside the quartiles.
 *
 * @param left numbers of electrodes that are not looked at: flat ones have no logarithm
 * @see Xiao et al. (2025), BrainOmni, arXiv:2505.18185, which takes 10
 */
export function spectrallyFar(
  { x, places, rateHz }: Electrodes,
  left: readonly number[],
  factor: number,
): number[] {
  const count = places.length / 3
  const segment = Math.max(2, Math.floor(2 * rateHz))
  const density = welch(x, count, { rateHz, segment })
  const bins = density.length / count
  const used = Array.from({ length: count }, (_, c) => c).filter((c) => !left.includes(c))
  if (used.length < 4) return []
  const kept = Float64Array.from(
    used.flatMap((c) => [...density.subarray(c * bins + 1, (c + 1) * bins)]),
  )
  return beyondQuartiles(spectralDistances(kept, used.length), factor).map((i) => used[i])
}
