import { fail } from '../errors.ts'
import type { LayersEnd } from '../evaluation/layer-scores.ts'
import type { MapKind, MapScore } from '../evaluation/map-kind.ts'
import { mapNamed } from '../evaluation/maps/index.ts'
import { meanMaps } from '../evaluation/mean-maps.ts'
import { makeNode } from '../pipeline/node.ts'
import type { Store } from '../store/store.ts'
import type { Moments } from '../tables/moments.ts'
import { placesMeta } from '../tables/places-meta.ts'
import {
  columnType,
  i32,
  i32Of,
  lists,
  listsOf,
  makeTable,
  type Table,
  textOf,
  wordsOf,
} from '../tables/table.ts'
import { type FoldPlan, foldNodes, type Gathered } from './folds.ts'
import type { Scored } from './scoring.ts'
import type { RunFolds } from './trials.ts'

/** Raised when maps of a fold come out otherwise than before. */
export const mapVersion = 1

/** The maps of one kind, averaged over folds. */
export interface RunMaps {
  readonly use: string
  readonly title: string
  readonly folds: number
  /** A row a map; metadata `names` and, where features are voxels, `grid`. */
  readonly table: Table<'features'>
  /** What the maps come to as a whole, where their kind says so. */
  readonly scores?: readonly MapScore[]
  readonly layers?: LayersEnd
}

/** What maps need of a run: its rows, folds, and where both are. */
export interface MapSettings {
  readonly plan: FoldPlan
  /** What the folds said. */
  readonly scored: Scored
  readonly store: Store
  readonly runFolds: RunFolds
}

/**
 * Makes the maps that a pipeline asks for: one node for each fold, then the mean over folds.
 *
 * @throws {NeurarrowError} what a map raises
 */
export async function runMaps({ plan, scored, store, runFolds }: MapSettings): Promise<RunMaps[]> {
  const asked = Object.entries(plan.evaluate.maps ?? {})
  const out: RunMaps[] = []
  for (const [use, options] of asked) {
    if (options === undefined) continue
    const kind = mapNamed(use) ?? fail('internal', { missingMap: use })
    const { title } = kind
    if (kind.overall) {
      const table = toldMaps(kind, options, plan, scored)
      out.push({ use, title, folds: foldNodes(plan).length, table })
      continue
    }
    const nodes = mapNodes(plan, use, options)
    await runFolds(nodes, plan.gathered)
    const tables = await Promise.all(nodes.map(({ key }) => store.get(key)))
    const means = meanMaps(tables as Table<'features'>[], kind.absent)
    const end = kind.conclude ? concluded(kind, options, means, plan.evaluate.seed) : {}
    out.push({ use, title, folds: nodes.length, table: means, ...end })
  }
  return out
}

/** Mean maps with what they come to. */
function concluded(
  kind: MapKind,
  options: Record<string, unknown>,
  means: Table<'features'>,
  seed: number,
): Pick<RunMaps, 'table' | 'scores' | 'layers'> {
  const { values, size } = listsOf(means, 'features')
  const named = wordsOf(means, 'map').map((name, m): [string, Float64Array] => [
    name,
    Float64Array.from(values.subarray(m * size, (m + 1) * size)),
  ])
  const { meta } = means
  const moments = meta.moments === undefined ? undefined : (JSON.parse(meta.moments) as Moments)
  const context = { meta, moments, seed }
  const end = kind.conclude?.(Object.fromEntries(named), context, kind.options.parse(options))
  const { maps = {}, scores, layers } = end ?? {}
  const [{ length }, [folds]] = [Object.keys(maps), i32Of(means, 'folds')]
  const columns = {
    map: textOf(Object.keys(maps)),
    folds: i32(new Int32Array(length).fill(folds)),
    features: lists(Float32Array.from(Object.values(maps).flatMap((map) => [...map])), size),
  }
  return { table: makeTable('features', columns, meta), scores, layers }
}

/** A map from all predictions as a table. */
function toldMaps(
  kind: MapKind,
  options: Record<string, unknown>,
  { gathered, evaluate }: FoldPlan,
  { predictions }: Scored,
): Table<'features'> {
  const names = gathered.rows.meta[`names of ${evaluate.target}`]
  if (names === undefined || columnType(predictions, 'truth') !== 'lists') {
    return fail('stage-options', { map: kind.use, target: evaluate.target, expected: 'vectors' })
  }
  const [truth, told] = ['truth', 'prediction'].map((name) => listsOf(predictions, name))
  const all = { truth: truth.values, prediction: told.values, width: truth.size }
  const found = kind.overall?.(
    { ...all, rows: predictions, seed: evaluate.seed },
    kind.options.parse(options),
  )
  const maps = Object.entries(found ?? {})
  const values = Float32Array.from(maps.flatMap(([, map]) => [...map]))
  const columns = { map: textOf(maps.map(([name]) => name)), features: lists(values, all.width) }
  return makeTable('features', columns, { names, ...placesMeta(gathered.rows) })
}

function mapNodes(plan: FoldPlan, use: string, options: Record<string, unknown>) {
  const [metric] = plan.evaluate.metrics
  const asked = { use, options, metric }
  const version = mapNamed(use)?.version ?? 0
  return foldNodes(plan).map((node) => {
    if (node.work.do !== 'fold') return fail('internal', { node: node.id })
    const work = { do: 'map', fold: node.work.fold, map: asked } as const
    const own = { of: node.content.options, map: asked, mapVersion: version }
    const content = { stage: 'map', version: mapVersion, options: own }
    const inputs = (plan.gathered satisfies Gathered).node.key
    const made = makeNode(`map ${use}, ${node.id}`, work, content, { table: inputs })
    return { ...made, keep: true }
  })
}
