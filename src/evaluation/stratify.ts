import { random } from '../kernels/random.ts'
import type { Groups } from './group.ts'

/**
 * Deals groups out to folds so that each fold has a like share of every class.
 *
 * Groups whose classes are most uneven go first, each to the fold where the shares of the classes
 * then vary least over folds; of equal ones to the fold with fewer rows.
 *
 * @param labels shape [R], the class of each row
 * @param seed shuffles groups that are equally uneven; in order of names without it
 * @returns the fold of each group
 * @see `sklearn.model_selection.StratifiedGroupKFold`
 */
export function stratifiedFolds(
  groups: Groups,
  labels: readonly string[],
  folds: number,
  seed?: number,
): number[] {
  const classes = [...new Set(labels)].sort()
  const code = new Map(classes.map((name, k) => [name, k]))
  const counts = groups.names.map(() => new Float64Array(classes.length))
  const all = new Float64Array(classes.length)
  for (const [r, label] of labels.entries()) {
    const k = code.get(label) ?? 0
    counts[groups.codes[r]][k]++
    all[k]++
  }
  const order = groups.names.map((_, g) => g)
  if (seed !== undefined) random(seed).shuffle(order)
  const uneven = counts.map(deviation)
  order.sort((a, b) => uneven[b] - uneven[a])
  const held = Array.from({ length: folds }, () => new Float64Array(classes.length))
  const foldOf = new Array<number>(groups.names.length).fill(0)
  for (const group of order) {
    const best = bestFold(held, counts[group], all)
    foldOf[group] = best
    held[best].forEach((count, k) => {
      held[best][k] = count + counts[group][k]
    })
  }
  return foldOf
}

function bestFold(held: readonly Float64Array[], group: Float64Array, all: Float64Array): number {
  let best = { fold: 0, spread: Number.POSITIVE_INFINITY, rows: Number.POSITIVE_INFINITY }
  for (let fold = 0; fold < held.length; fold++) {
    const tried = held.map((counts, f) =>
      f === fold ? counts.map((c, k) => c + group[k]) : counts,
    )
    const spreads = all.map((total, k) => deviation(tried.map((counts) => counts[k] / total)))
    const spread = spreads.reduce((sum, one) => sum + one, 0) / spreads.length
    const rows = tried[fold].reduce((sum, one) => sum + one, 0)
    const equal = Math.abs(spread - best.spread) <= 1e-8 + 1e-5 * Math.abs(best.spread)
    if (spread < best.spread || (equal && rows < best.rows)) best = { fold, spread, rows }
  }
  return best.fold
}

/** Standard deviation of all of the values, not of a sample. */
function deviation(values: ArrayLike<number>): number {
  const list = Array.from(values)
  const mean = list.reduce((sum, one) => sum + one, 0) / list.length
  return Math.sqrt(list.reduce((sum, one) => sum + (one - mean) ** 2, 0) / list.length)
}
