/** What of the cross spectrum of two channels is taken. */
export type SpectralMeasure =
  | 'coherence'
  | 'imaginaryCoherence'
  | 'plv'
  | 'ciplv'
  | 'ppc'
  | 'pli'
  | 'wpli'
  | 'debiasedWpli'

/** Sums over segments of two channels at one frequency; x · conj(y) is their cross spectrum. */
export interface PairSums {
  readonly count: number
  /** Of the cross spectrum, or of its unit phasors for measures of phase alone. */
  readonly re: number
  readonly im: number
  /** Of the power of either channel. */
  readonly ofA: number
  readonly ofB: number
  /** Of the magnitude, the square and the sign of the imaginary part. */
  readonly sizes: number
  readonly squares: number
  readonly signs: number
}

/** By what is looked at: the whole cross spectrum, its phase, or its imaginary part alone. */
export const measureKinds: Readonly<Record<SpectralMeasure, 'power' | 'phase' | 'lag'>> = {
  coherence: 'power',
  imaginaryCoherence: 'power',
  plv: 'phase',
  ciplv: 'phase',
  ppc: 'phase',
  pli: 'lag',
  wpli: 'lag',
  debiasedWpli: 'lag',
}

/** How each measure follows from the sums; without power it is NaN. */
export const pairMeasures: Readonly<Record<SpectralMeasure, (sums: PairSums) => number>> = {
  coherence: ({ re, im, ofA, ofB }) => Math.sqrt((re * re + im * im) / (ofA * ofB)),
  imaginaryCoherence: ({ im, ofA, ofB }) => im / Math.sqrt(ofA * ofB),
  plv: ({ re, im, count }) => Math.sqrt(re * re + im * im) / count,
  ciplv({ re, im, count }) {
    const real = Math.min(1, Math.abs(re) / count)
    return Math.abs(im) / count / Math.sqrt(1 - real * real)
  },
  ppc: ({ re, im, count }) => (re * re + im * im - count) / (count * (count - 1)),
  pli: ({ signs, sizes, count }) => (sizes > 0 ? Math.abs(signs) / count : Number.NaN),
  wpli: ({ im, sizes }) => Math.abs(im) / sizes,
  debiasedWpli: ({ im, sizes, squares }) => (im * im - squares) / (sizes * sizes - squares),
}
