import { stouffer } from '../kernels/stouffer.ts'
import type { Pair } from './compare.ts'
import { type Corrected, correctPairs, type PlannedPair } from './pair-families.ts'

/** Two contestants over several data sets. */
export interface Across extends Corrected {
  readonly better: string
  readonly other: string
  readonly datasets: readonly string[]
  readonly z: number
  /** Two-sided, by Stouffer's method, each data set weighted by the root of its groups. */
  readonly p: number
  /** Mean standardised difference, weighted alike; above 0 for the better. */
  readonly effect: number
}

/**
 * Combines what each data set says about a pair; pairs of one data set alone are left out. What
 * comes out is corrected as pairs of one data set are.
 */
export function acrossSets(
  comparisons: readonly { readonly dataset: string; readonly pairs: readonly Pair[] }[],
  planned: readonly PlannedPair[] = [],
): Across[] {
  const found = new Map<string, { dataset: string; pair: Pair }[]>()
  for (const { dataset, pairs } of comparisons) {
    for (const pair of pairs) {
      if (Number.isNaN(pair.p)) continue
      const key = JSON.stringify([pair.better, pair.other].sort())
      found.set(key, [...(found.get(key) ?? []), { dataset, pair }])
    }
  }
  const together = [...found].flatMap(([key, all]) => {
    if (all.length < 2) return []
    const [first, second] = JSON.parse(key) as [string, string]
    return [combined(first, second, all)]
  })
  const corrected = correctPairs(together, planned)
  return together.map((across, i) => ({ ...across, ...corrected[i] }))
}

function combined(
  first: string,
  second: string,
  all: readonly { dataset: string; pair: Pair }[],
): Omit<Across, keyof Corrected> {
  const forFirst = all.map(({ pair }) => pair.better === first)
  const weights = all.map(({ pair }) => Math.sqrt(pair.groups))
  const oneSided = all.map(({ pair }, i) => (forFirst[i] ? pair.p / 2 : 1 - pair.p / 2))
  const { z, p } = stouffer(oneSided, weights)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const effect = all.reduce((sum, { pair }, i) => {
    const size = Number.isNaN(pair.effect) ? 0 : Math.abs(pair.effect)
    return sum + (weights[i] * (forFirst[i] ? size : -size)) / total
  }, 0)
  const [better, other, sign] = z >= 0 ? [first, second, 1] : [second, first, -1]
  const datasets = all.map(({ dataset }) => dataset)
  const twoSided = 2 * Math.min(p, 1 - p)
  return { better, other, datasets, z: sign * z, p: twoSided, effect: sign * effect }
}
