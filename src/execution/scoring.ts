import { modelKey } from '../encoders/card.ts'
import { type MetricScore, type Scores, scorePredictions } from '../evaluation/score.ts'
import { unitOf } from '../evaluation/split.ts'
import { contentKey } from '../pipeline/key.ts'
import type { BoundEvaluation } from '../pipeline/parse.ts'
import type { Store } from '../store/store.ts'
import { concatTables } from '../tables/rows.ts'
import { columnsOf, makeTable, type Table, withMeta } from '../tables/table.ts'
import { layersOf, seeImages } from './see-images.ts'
import { storedTable } from './stored-table.ts'
import type { FoldFacts } from './work.ts'

/** Raised when equal predictions give other scores than before. */
const scoreVersion = 2

/** The predictions of all folds, what each fold left, and the scores. */
export interface Scored {
  /** Content key of the scores: that of the run. */
  readonly key: string
  readonly predictions: Table<'predictions'>
  readonly folds: readonly FoldFacts[]
  readonly byMetric: Readonly<Record<string, MetricScore>>
  readonly calibration?: Scores['calibration']
  readonly coverage: Scores['coverage']
  readonly curve?: Scores['curve']
  readonly scores: Table
}

/** Joins the folds' predictions, in fold order, and scores them; stored scores are reused. */
export async function scoreFolds(
  foldKeys: readonly string[],
  evaluate: BoundEvaluation,
  store: Store,
): Promise<Scored> {
  const all = await Promise.all(foldKeys.map((key) => store.get(key)))
  const tables = all as Table<'predictions'>[]
  const folds = tables.map((table) => JSON.parse(table.meta.fold) as FoldFacts)
  const joined = concatTables(tables)
  const { fold: _, ...own } = joined.meta
  const { images } = evaluate
  const meta = { ...own, ...(images ? { images: JSON.stringify(images) } : {}) }
  const predictions = makeTable('predictions', columnsOf(joined), meta)
  const { metrics, seed, bootstraps, permutations, positive } = evaluate
  const options = {
    metrics,
    unit: unitOf(evaluate.split),
    seed,
    bootstraps,
    permutations,
    positive,
    ...imageFacts(metrics, images),
  }
  const inputs = Object.fromEntries(foldKeys.map((key, i) => [String(i), key]))
  const key = contentKey({ stage: 'score', version: scoreVersion, options, inputs })
  if (!(await storedTable(store, key))) {
    const shown = await seeImages(predictions, metrics, { images })
    const { table, ...figures } = scorePredictions(shown.predictions, {
      ...options,
      seen: shown.seen,
    })
    await store.put(key, withMeta(table, { figures: JSON.stringify(figures) }))
  }
  const stored = await store.get(key)
  const { figures, ...shown } = stored.meta
  const told = JSON.parse(figures, nullIsNaN) as Omit<Scores, 'table'>
  return { key, predictions, folds, ...told, scores: makeTable('scores', columnsOf(stored), shown) }
}

/** What else decides scores of images: their form, and the models that look at them. */
function imageFacts(metrics: readonly string[], images: BoundEvaluation['images']) {
  if (images === undefined) return {}
  const names = new Set(layersOf(metrics).map(({ model }) => model))
  return { images, models: Object.fromEntries([...names].map((name) => [name, modelKey(name)])) }
}

/** JSON has no NaN: numbers that are not defined are written as null. */
function nullIsNaN(_key: string, value: unknown): unknown {
  return value === null ? Number.NaN : value
}
