import { fail } from '../errors.ts'
import { mapNamed } from '../evaluation/maps/index.ts'
import { meanMaps } from '../evaluation/mean-maps.ts'
import { makeNode } from '../pipeline/node.ts'
import type { Store } from '../store/store.ts'
import type { Table } from '../tables/table.ts'
import { type FoldPlan, foldNodes, type Gathered } from './folds.ts'
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
}

/** What maps need of a run: its rows, folds, and where both are. */
export interface MapSettings {
  readonly plan: FoldPlan
  readonly store: Store
  readonly runFolds: RunFolds
}

/**
 * Makes the maps that a pipeline asks for: one node for each fold, then the mean over folds.
 *
 * @throws {NeurarrowError} what a map raises
 */
export async function runMaps({ plan, store, runFolds }: MapSettings): Promise<RunMaps[]> {
  const asked = Object.entries(plan.evaluate.maps ?? {})
  const out: RunMaps[] = []
  for (const [use, options] of asked) {
    if (options === undefined) continue
    const { title } = mapNamed(use) ?? fail('internal', { missingMap: use })
    const nodes = mapNodes(plan, use, options)
    await runFolds(nodes, plan.gathered)
    const tables = await Promise.all(nodes.map(({ key }) => store.get(key)))
    const table = meanMaps(tables as Table<'features'>[], mapNamed(use)?.absent)
    out.push({ use, title, folds: nodes.length, table })
  }
  return out
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
