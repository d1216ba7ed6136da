import * as z from 'zod'
import { latentCourses } from '../../kernels/latent-courses.ts'
import type { ScanPlaces } from '../../kernels/latent-prior.ts'
import { ridgeMap, sharedGpfa } from '../../kernels/shared-gpfa.ts'
import { centredRows, type SubjectBlock } from '../../kernels/shared-response.ts'

/** Options of shared Gaussian process factor analysis. */
export const factorOptions = {
  lengthsScans: z.array(z.number().positive()).min(1).default([1, 2, 4, 8, 16]).meta({
    unit: 'scans',
    description: 'for sgpfa: over how many scans factors are smooth; each takes the likeliest',
  }),
  smoothness: z
    .number()
    .positive()
    .default(1)
    .meta({ unit: '1', description: 'for sgpfa: weight of the prior of factors' }),
  penalty: z
    .number()
    .positive()
    .default(1)
    .meta({ unit: '1', description: 'for sgpfa: weight of the prior of maps' }),
}

/** What the shared factors of training subjects are, and how they are looked for in others. */
export interface SharedFactors {
  /** Shape [K, T]. */
  readonly shared: Float64Array
  /** Of each factor, scans, shape [K]. */
  readonly lengths: Float64Array
}

interface FactorOptions {
  readonly features: number
  readonly iterations: number
  readonly lengthsScans: readonly number[]
  readonly smoothness: number
  readonly penalty: number
}

/** Fits factors to the same moments of training subjects; rows lose their means. */
export function fitFactors(
  blocks: readonly SubjectBlock[],
  places: ScanPlaces,
  { lengthsScans: lengths, ...given }: FactorOptions,
): SharedFactors {
  const { shared, lengths: chosen } = sharedGpfa(blocks.map(centredRows), {
    ...{ places, lengths, features: given.features, iterations: given.iterations },
    ...{ smoothness: given.smoothness, penalty: given.penalty },
  })
  return { shared, lengths: chosen }
}

/**
 * Gives a function that finds the factors of a row of one subject, from the subject's own map.
 *
 * @param block the subject's moments that factors were fitted to
 * @param scans S, of a row
 * @returns takes a row, shape [S, V], and gives [S, K]
 */
export function factorsOf(
  block: SubjectBlock,
  { shared, lengths }: SharedFactors,
  { smoothness, penalty }: FactorOptions,
  scans: number,
): (row: ArrayLike<number>) => Float64Array {
  const { map, noise } = ridgeMap(centredRows(block), shared, penalty)
  return latentCourses({ map, noise, lengths, smoothness }, scans)
}
