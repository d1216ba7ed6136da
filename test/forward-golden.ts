import { readFileSync } from 'node:fs'

interface GoldenForward {
  /** Unit vectors, shape [C, 3]. */
  readonly places: number[]
  readonly layers: readonly { readonly rel_rad: number; readonly sigma: number }[]
  /** How many sources MNE's grid has, and some of them over the radius, shape [n, 3]. */
  readonly sources: number
  readonly every: number[]
  /** Of the series of four spheres, n from 1 on. */
  readonly coefficients: number[]
  /** Sources, and their potentials in one sphere, shape [C, 3 n]. */
  readonly some: number[]
  readonly oneSphere: number[]
  /** Columns of MNE's gain of four spheres: which, at which sources, potentials [C, n]. */
  readonly picked: number[]
  readonly pickedSources: number[]
  readonly gain: number[]
  /** Signals, shape [C, T], and what MNE refers to infinity. */
  readonly x: number[]
  readonly rest: number[]
  /** A forward model of few sources, shape [C, n], and the reference by it. */
  readonly smallGain: number[]
  readonly smallRest: number[]
}

/** What MNE makes of a head of spheres. */
export const forwardGolden = JSON.parse(
  readFileSync(new URL('golden/forward/forward.json', import.meta.url), 'utf8'),
) as GoldenForward
