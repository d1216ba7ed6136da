import { detectableEffect } from '../kernels/detectable-effect.ts'
import { friedman } from '../kernels/friedman.ts'
import { naturalOrder } from '../kernels/natural-order.ts'
import { signFlips } from '../kernels/sign-flips.ts'
import { signedRank } from '../kernels/signed-rank.ts'
import { criticalDifference } from '../kernels/studentized-range.ts'
import { type Corrected, correctPairs, type PlannedPair } from './pair-families.ts'
import { bootstrapMean, streamSeed } from './resample.ts'

/** Someone's scores on one data set: a value for each group; NaN where it is not defined. */
export interface Contestant {
  readonly name: string
  readonly perGroup: Readonly<Record<string, number>>
}

/** Two contestants, the better one first, compared group by group. */
export interface Pair extends Corrected {
  readonly better: string
  readonly other: string
  /** How many groups. */
  readonly groups: number
  /** Mean over groups of the better's value minus the other's; below 0 for errors. */
  readonly difference: number
  /** 95 % interval of the difference, BCa bootstrap over groups. */
  readonly low: number
  readonly high: number
  /** Of a permutation test of the pairs, all sign patterns up to 16 groups. */
  readonly p: number
  readonly exact: boolean
  readonly wilcoxonP: number
  /** Mean over standard deviation of the differences, with Hedges' correction. */
  readonly effect: number
  /** Smallest true difference that so many groups find in four of five studies. */
  readonly detectable: number
  /** Groups in which the better is better, equal, worse. */
  readonly wins: number
  readonly ties: number
  readonly losses: number
  readonly perGroup: Readonly<Record<string, number>>
}

/** Mean ranks, and what cannot be told apart. */
export interface Ranks {
  /** From 1 for the best, in ascending order of rank. */
  readonly mean: readonly { readonly name: string; readonly rank: number }[]
  /** Whether they differ at all, by Friedman's test. */
  readonly p: number
  /** Mean ranks that differ by less cannot be told apart, by Nemenyi's test at 5 %. */
  readonly criticalDifference: number
  /** Largest sets of neighbours that cannot be told apart. */
  readonly cliques: readonly (readonly string[])[]
}

/** Several contestants on the groups that all of them have. */
export interface Comparison {
  readonly groups: readonly string[]
  /** Groups that some lack, or in which some have no value. */
  readonly leftOut: readonly string[]
  readonly means: Readonly<Record<string, number>>
  readonly pairs: readonly Pair[]
  /** With three contestants or more. */
  readonly ranks?: Ranks
}

interface CompareOptions {
  readonly higherIsBetter: boolean
  readonly seed: number
  readonly planned?: readonly PlannedPair[]
}

/**
 * Compares contestants in pairs on the groups that all have, and all of them by ranks.
 *
 * Groups (subjects) are what is drawn from a population; nothing is said about rows.
 *
 * @param contestants at least two, of different names
 * @param options.planned pairs that were named beforehand, corrected by themselves
 */
export function compareScores(
  contestants: readonly Contestant[],
  { higherIsBetter, seed, planned = [] }: CompareOptions,
): Comparison {
  const all = [...new Set(contestants.flatMap(({ perGroup }) => Object.keys(perGroup)))]
  all.sort(naturalOrder)
  const groups = all.filter((name) => contestants.every((one) => isNumber(one.perGroup[name])))
  const values = contestants.map(({ perGroup }) => groups.map((name) => perGroup[name]))
  const means = values.map(meanOf)
  const detectable = detectableEffect(groups.length)
  const sign = higherIsBetter ? 1 : -1
  const pairs = contestants.flatMap((_, a) =>
    contestants.slice(a + 1).map((_, i) => {
      const b = a + 1 + i
      const [x, y] = sign * (means[b] - means[a]) > 0 ? [b, a] : [a, b]
      const differences = values[x].map((value, g) => value - values[y][g])
      return {
        ...{ better: contestants[x].name, other: contestants[y].name },
        ...pairFigures(differences, sign, streamSeed(seed, 5, a, b), detectable),
        perGroup: Object.fromEntries(groups.map((name, g) => [name, differences[g]])),
      }
    }),
  )
  const corrected = correctPairs(pairs, planned)
  const names = contestants.map(({ name }) => name)
  return {
    groups,
    leftOut: all.filter((name) => !groups.includes(name)),
    means: Object.fromEntries(names.map((name, c) => [name, means[c]])),
    pairs: pairs.map((pair, i) => ({ ...pair, ...corrected[i] })),
    ...(names.length > 2 && groups.length > 1 ? { ranks: ranksOf(names, values, sign) } : {}),
  }
}

function pairFigures(
  differences: readonly number[],
  sign: number,
  seed: number,
  detectableUnits: number,
) {
  const n = differences.length
  const difference = meanOf(differences)
  const squares = differences.reduce((sum, one) => sum + (one - difference) ** 2, 0)
  const spread = Math.sqrt(squares / (n - 1))
  const correction = 1 - 3 / (4 * (n - 1) - 1)
  return {
    groups: n,
    difference,
    ...bootstrapMean(differences, 10_000, streamSeed(seed, 0)),
    ...signFlips(differences, 20_000, streamSeed(seed, 1)),
    wilcoxonP: n > 0 ? signedRank(differences).p : Number.NaN,
    effect: spread > 0 ? (correction * difference) / spread : Number.NaN,
    detectable: detectableUnits * spread,
    wins: differences.filter((one) => sign * one > 0).length,
    ties: differences.filter((one) => one === 0).length,
    losses: differences.filter((one) => sign * one < 0).length,
  }
}

function ranksOf(names: readonly string[], values: readonly number[][], sign: number): Ranks {
  const blocks = values[0].map((_, g) => values.map((own) => sign * own[g]))
  const { meanRanks, p } = friedman(blocks)
  const mean = names.map((name, c) => ({ name, rank: meanRanks[c] }))
  mean.sort((a, b) => a.rank - b.rank)
  const bound = criticalDifference(names.length, blocks.length)
  return { mean, p, criticalDifference: bound, cliques: cliquesOf(mean, bound) }
}

/** Largest runs of neighbours whose ends differ by less than the bound. */
function cliquesOf(mean: Ranks['mean'], bound: number): string[][] {
  const runs = mean.map(({ rank }, from) => {
    let to = from
    while (to + 1 < mean.length && mean[to + 1].rank - rank < bound) to++
    return [from, to] as const
  })
  const largest = runs.filter(([from, to], i) => to > from && (i === 0 || to > runs[i - 1][1]))
  return largest.map(([from, to]) => mean.slice(from, to + 1).map(({ name }) => name))
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function isNumber(value: number | undefined): boolean {
  return value !== undefined && !Number.isNaN(value)
}
