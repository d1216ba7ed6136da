import { midranks } from './ranks.ts'

/** How two RDMs are compared: the closer to 1, the more alike. */
export type RdmComparison = 'spearman' | 'kendallTauA' | 'cosine' | 'pearson'

/**
 * Compares two vectors of dissimilarities.
 *
 * `kendallTauA` counts ties as neither alike nor unlike, so that a model with ties cannot win by
 * them. NaN when a vector is constant (`spearman`, `pearson`) or 0 (`cosine`).
 *
 * @param a shape [P]
 * @param b shape [P]
 * @throws {RangeError} lengths differ
 * @see `rsatoolbox.rdm.compare`: `spearman`, `tau-a`, `cosine`, `corr`; Nili et al. (2014), PLoS
 *   Comput. Biol. 10(4):e1003553, doi:10.1371/journal.pcbi.1003553
 */
export function compareRdms(a: ArrayLike<number>, b: ArrayLike<number>, by: RdmComparison): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} and ${b.length} dissimilarities`)
  if (by === 'kendallTauA') return tauA(a, b)
  if (by === 'cosine') return cosine(a, b)
  const ranked = by === 'spearman'
  return cosine(centred(ranked ? midranks(a) : a), centred(ranked ? midranks(b) : b))
}

/** What the best model could reach, given how RDMs differ. */
export interface NoiseCeiling {
  /** Mean over RDMs of the comparison with what the others have in common. */
  readonly low: number
  /** The same with what all have in common, the RDM itself included. */
  readonly high: number
}

/**
 * The noise ceiling of some RDMs against what they have in common, see `pooledRdm`.
 *
 * @param rdms two or more, each of shape [P]
 * @returns NaN for fewer than two
 * @see `rsatoolbox.inference.boot_noise_ceiling`
 */
export function noiseCeiling(rdms: readonly Float64Array[], by: RdmComparison): NoiseCeiling {
  if (rdms.length < 2) return { low: Number.NaN, high: Number.NaN }
  const whole = pooledRdm(rdms, by)
  let [low, high] = [0, 0]
  for (const [i, rdm] of rdms.entries()) {
    const others = pooledRdm(
      rdms.filter((_, j) => j !== i),
      by,
    )
    low += compareRdms(others, rdm, by) / rdms.length
    high += compareRdms(whole, rdm, by) / rdms.length
  }
  return { low, high }
}

/**
 * What RDMs have in common: the mean of their ranks, of values over their root mean square
 * (`cosine`), or of z-scores (`pearson`).
 *
 * @param rdms one or more, each of shape [P]
 * @returns shape [P]
 */
export function pooledRdm(rdms: readonly Float64Array[], by: RdmComparison): Float64Array {
  const out = new Float64Array(rdms[0].length)
  for (const rdm of rdms) {
    const own = comparable(rdm, by)
    for (let p = 0; p < out.length; p++) out[p] += own[p]
  }
  // divided last: sums of ranks are exact, so that ties stay ties
  return out.map((sum) => sum / rdms.length)
}

function comparable(rdm: Float64Array, by: RdmComparison): Float64Array {
  if (by === 'spearman' || by === 'kendallTauA') return midranks(rdm)
  const values = by === 'cosine' ? rdm : centred(rdm)
  const size = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  return values.map((value) => value / size)
}

function centred(x: ArrayLike<number>): Float64Array {
  const out = Float64Array.from(x)
  const mean = out.reduce((sum, value) => sum + value, 0) / out.length
  return out.map((value) => value - mean)
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [both, squaresA, squaresB] = [0, 0, 0]
  for (let p = 0; p < a.length; p++) {
    both += a[p] * b[p]
    squaresA += a[p] * a[p]
    squaresB += b[p] * b[p]
  }
  return both / Math.sqrt(squaresA * squaresB)
}

function tauA(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let p = 0; p < a.length; p++) {
    for (let q = 0; q < p; q++) sum += Math.sign(a[p] - a[q]) * Math.sign(b[p] - b[q])
  }
  return sum / ((a.length * (a.length - 1)) / 2)
}
