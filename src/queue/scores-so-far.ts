import { metricNamed } from '../evaluation/metrics.ts'
import { scorePredictions } from '../evaluation/score.ts'
import { unitOf } from '../evaluation/split.ts'
import type { BoundEvaluation } from '../pipeline/parse.ts'
import type { Store } from '../store/store.ts'
import { concatTables } from '../tables/rows.ts'
import type { Table } from '../tables/table.ts'
import type { ScoreSoFar } from './run-job.ts'

/** Enough for an interval that is shown for a few seconds. */
const bootstraps = 200

/**
 * Scores the folds that are done; chance is not asked for, and numbers that are not defined yet are
 * left out, as are metrics that look through models.
 */
export async function scoresSoFar(
  foldKeys: readonly string[],
  evaluate: BoundEvaluation,
  store: Store,
): Promise<Record<string, ScoreSoFar>> {
  const tables = await Promise.all(foldKeys.map((key) => store.get(key)))
  const predictions = concatTables(tables) as Table<'predictions'>
  const { split, seed, positive } = evaluate
  const metrics = evaluate.metrics.filter((use) => metricNamed(use)?.through === undefined)
  if (metrics.length === 0) return {}
  const { byMetric } = scorePredictions(predictions, {
    ...{ metrics, unit: unitOf(split), seed, positive },
    ...{ bootstraps, permutations: 0 },
  })
  const shown = Object.entries(byMetric).filter(([, score]) => Number.isFinite(score.mean))
  return Object.fromEntries(
    shown.map(([use, { mean, low, high, perGroup }]) => [
      use,
      { mean, low, high, groups: Object.keys(perGroup).length },
    ]),
  )
}
