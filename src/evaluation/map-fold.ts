import { fail } from '../errors.ts'
import type { FittedHead } from '../head.ts'
import { momentsEntry } from '../tables/moments.ts'
import { placesMeta } from '../tables/places-meta.ts'
import { i32, lists, makeTable, type Table, textOf } from '../tables/table.ts'
import { answer } from './answer.ts'
import type { FoldMaps, MapFoldSettings, MapKind } from './map-kind.ts'
import { mapNamed } from './maps/index.ts'
import { metricNamed } from './metrics.ts'
import { settleFold } from './settle-fold.ts'
import type { Fold } from './split-kind.ts'

/**
 * Makes the maps of one fold: the branch is fitted on the training rows as for the predictions.
 *
 * @returns a row a map: `map` (its name), `fold`, `features` (a number for each feature);
 *   metadata: `names` of the features, `grid` where the rows have one, `moments` where the numbers
 *   of the target are channels at moments
 * @throws {NeurarrowError} as `runFold`; `stage-options` when the features have no names
 */
export async function mapFold(
  rows: Table,
  fold: Fold,
  { branch, asked }: MapFoldSettings,
): Promise<FoldMaps> {
  const kind = mapNamed(asked.use) ?? fail('internal', { missingMap: asked.use })
  const metric = metricNamed(asked.metric) ?? fail('internal', { missingMetric: asked.metric })
  const { passed, question, positive } = await settleFold(rows, fold, branch)
  const { sides } = passed
  let head: FittedHead | undefined
  const fitted = () => {
    head ??= answer(sides, question).fitted
    return head
  }
  const context = { sides, question, fitted, metric, positive }
  const found = kind.compute?.(context, kind.options.parse(asked.options))
  const maps = Object.entries(found ?? fail('internal', { map: asked.use, missing: 'compute' }))
  const values = new Float32Array(maps.reduce((sum, [, map]) => sum + map.length, 0))
  maps.forEach(([, map], m) => {
    values.set(map, m * map.length)
  })
  const columns = {
    map: textOf(maps.map(([name]) => name)),
    fold: i32(new Int32Array(maps.length).fill(fold.fold)),
    features: lists(values, values.length / maps.length),
  }
  const names = namesOf(kind, sides.train, question.target)
  const { [momentsEntry(question.target)]: moments } = sides.train.meta
  const known: Record<string, string> =
    kind.over === 'target' && moments !== undefined ? { moments } : {}
  return makeTable('features', columns, { names, ...known, ...placesMeta(sides.train) })
}

function namesOf({ use, over }: MapKind, table: Table, target: string): string {
  const entry = over === 'features' ? 'names' : `names of ${target}`
  return table.meta[entry] ?? fail('stage-options', { map: use, missing: `names of the ${over}` })
}
