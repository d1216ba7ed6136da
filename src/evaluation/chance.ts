import { countArrangements, eachArrangement } from '../kernels/arrangements.ts'
import { quantiles } from '../kernels/quantile.ts'
import { random } from '../kernels/random.ts'
import type { GroupRows } from './group-rows.ts'
import { streamSeed } from './resample.ts'

/** What a metric gives when the labels are shuffled within groups. */
export interface Shuffled {
  /** Whether these are all arrangements of the labels, the true one among them. */
  readonly exact: boolean
  /** Shape [P]: the mean over groups; NaN where it is defined in none. */
  readonly means: Float64Array
  /** By group, shape [P'] each. */
  readonly groups: readonly Float64Array[]
}

/**
 * Judges every group under shuffled labels: all arrangements when there are no more than
 * `permutations` of all groups together, else so many shuffles.
 *
 * @param metrics how many judges a group has
 * @returns one for each metric
 */
export function shuffledScores(
  groups: readonly GroupRows[],
  metrics: number,
  { permutations, seed }: { permutations: number; seed: number },
): Shuffled[] {
  const counts = groups.map((group) => countArrangements(group.truth))
  const all = counts.reduce((product, count) => product * count, 1)
  const exact = all <= permutations
  const values = groups.map((group, g) =>
    exact ? arranged(group, counts[g]) : drawn(group, permutations, streamSeed(seed, 2, g)),
  )
  return Array.from({ length: metrics }, (_, m) => {
    const own = values.map((group) => group[m])
    const means = exact ? crossMeans(own, all) : rowMeans(own, permutations)
    return { exact, means, groups: own }
  })
}

/** Chance, the bound that shuffled labels pass in 5 % of cases, and p. */
export function againstChance(value: number, shuffled: Shuffled, higherIsBetter: boolean) {
  const defined = shuffled.means.filter((one) => !Number.isNaN(one))
  const nothing = { chance: Number.NaN, chanceBound: Number.NaN, p: Number.NaN, exact: false }
  if (Number.isNaN(value) || defined.length === 0) return nothing
  // Equal values may differ in their last bits when sums run in another order.
  const rounding = 1e-12
  const asGood = defined.filter((one) =>
    higherIsBetter ? one >= value - rounding : one <= value + rounding,
  ).length
  const { exact } = shuffled
  return {
    chance: defined.reduce((sum, one) => sum + one, 0) / defined.length,
    chanceBound: boundOf(defined, higherIsBetter),
    p: exact ? asGood / defined.length : (1 + asGood) / (1 + defined.length),
    exact,
  }
}

/** What shuffled labels pass in 5 % of cases; NaN when the figure is never defined. */
export function boundOf(values: Float64Array, higherIsBetter: boolean): number {
  const sorted = values.filter((one) => !Number.isNaN(one)).sort()
  if (sorted.length === 0) return Number.NaN
  return quantiles(sorted, [higherIsBetter ? 0.95 : 0.05])[0]
}

function arranged(group: GroupRows, count: number): Float64Array[] {
  const values = group.judges.map(() => new Float64Array(count))
  let at = 0
  eachArrangement(group.truth, (truth) => {
    for (const [m, judge] of group.judges.entries()) values[m][at] = judge(truth, group.ones)
    at++
  })
  return values
}

function drawn(group: GroupRows, permutations: number, seed: number): Float64Array[] {
  const draw = random(seed)
  const shuffled = group.truth.slice()
  const values = group.judges.map(() => new Float64Array(permutations))
  for (let p = 0; p < permutations; p++) {
    draw.shuffle(shuffled)
    for (let m = 0; m < values.length; m++) values[m][p] = group.judges[m](shuffled, group.ones)
  }
  return values
}

/** The mean over groups of the p-th value of each. */
function rowMeans(groups: readonly Float64Array[], length: number): Float64Array {
  return Float64Array.from({ length }, (_, p) => meanDefined(groups.map((values) => values[p])))
}

/** The mean over groups for every choice of one value of each. */
function crossMeans(groups: readonly Float64Array[], length: number): Float64Array {
  return Float64Array.from({ length }, (_, p) => {
    let rest = p
    const chosen = groups.map((values) => {
      const value = values[rest % values.length]
      rest = Math.floor(rest / values.length)
      return value
    })
    return meanDefined(chosen)
  })
}

function meanDefined(values: readonly number[]): number {
  let sum = 0
  let count = 0
  for (const value of values) {
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return sum / count
}
