import { rowsByCode } from './group.ts'
import type { Outcome } from './predictions.ts'

/** Sets of classes that are to hold the true one with a given frequency. */
export interface Coverage {
  /** How often the set is to hold the true class. */
  readonly level: number
  /** How often it does: the mean over groups. */
  readonly coverage: number
  /** Mean number of classes in a set. */
  readonly size: number
  /** Share of rows whose set is one class: those that are answered. */
  readonly answered: number
  /** Share of the answered rows whose class is right; NaN when none is. */
  readonly accuracy: number
}

/** The frequencies that are asked for. */
export const coverageLevels: readonly number[] = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]

/**
 * Forms split-conformal sets: the rows of each group get the classes that score at least as the
 * true class does in so many rows of all other groups.
 *
 * Where groups are exchangeable sets hold the true class at least as often as the level says; what
 * they hold here is counted. Empty with fewer than two groups or two classes.
 *
 * @see Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World; Barber et al.
 *   (2023), Ann. Stat. 51(2):816-845, for what is not exchangeable
 */
export function conformalSets(
  { classes, truth, scores, groups }: Pick<Outcome, 'classes' | 'truth' | 'scores' | 'groups'>,
  levels: readonly number[] = coverageLevels,
): Coverage[] {
  const k = classes.length
  if (k < 2 || groups.names.length < 2) return []
  const order = Int32Array.from(truth, (_, r) => r)
  const own = (r: number) => scores[r * k + truth[r]]
  order.sort((a, b) => own(a) - own(b) || a - b)
  const tallies = levels.map(() => ({ groups: 0, size: 0, answered: 0, right: 0 }))
  for (const [g, rows] of rowsByCode(groups.codes, groups.names.length).entries()) {
    const others = order.filter((r) => groups.codes[r] !== g)
    for (const [l, level] of levels.entries()) {
      // So many of N rows must score higher, and one more for the row that is asked about.
      const below = Math.floor((1 - level) * (others.length + 1) + 1e-9)
      const least = below >= 1 ? own(others[below - 1]) : Number.NEGATIVE_INFINITY
      tallyGroup(tallies[l], rows, { k, truth, scores, least })
    }
  }
  const { length } = truth
  return levels.map((level, l) => ({
    level,
    coverage: tallies[l].groups / groups.names.length,
    size: tallies[l].size / length,
    answered: tallies[l].answered / length,
    accuracy: tallies[l].right / tallies[l].answered,
  }))
}

function tallyGroup(
  tally: { groups: number; size: number; answered: number; right: number },
  rows: Int32Array,
  of: { k: number; truth: Float64Array; scores: Float32Array; least: number },
): void {
  let held = 0
  for (const r of rows) {
    let size = 0
    for (let c = 0; c < of.k; c++) if (of.scores[r * of.k + c] >= of.least) size++
    const holds = of.scores[r * of.k + of.truth[r]] >= of.least
    tally.size += size
    if (holds) held++
    if (size === 1) tally.answered++
    if (size === 1 && holds) tally.right++
  }
  tally.groups += held / rows.length
}
