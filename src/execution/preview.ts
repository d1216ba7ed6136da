import { join } from 'node:path'
import type { PlanNode } from '../pipeline/node.ts'
import { type Plan, planRecordings } from '../pipeline/plan.ts'
import { titleOf } from '../pipeline/variant.ts'
import { hashMemory } from '../store/hashes.ts'
import { memoryFolder, parseLocation } from '../store/location.ts'
import { reachStore } from '../store/open-store.ts'
import { foldNodes, gatherNode } from './folds.ts'
import { contentsOf, locateRecordings } from './locate.ts'
import { type RememberedNode, recallPlan } from './plan-memory.ts'
import { startPool } from './pool.ts'
import { type CheckedPipeline, checkPipeline, type PipelineRequest } from './prepare.ts'

/** What a run would do, and what the last one did. */
export interface Preview {
  readonly checked: CheckedPipeline
  /** The pipeline's title, and which variant of a sweep it is. */
  readonly title: string
  readonly plan: Plan
  /** Nodes in order: those of recordings, then, as far as their rows are known, those of folds. */
  readonly nodes: readonly PlanNode[]
  /** Whether folds are among the nodes: their rows are stored. */
  readonly foldsKnown: boolean
  /** Nodes of the pipeline's last run in this store. */
  readonly before: readonly RememberedNode[]
  readonly stored: (key: string) => boolean
}

/**
 * Plans a pipeline over its recordings without running anything; files are hashed, and a generated
 * data set is made when it is not there.
 *
 * @throws {NeurarrowError} as `runPipeline` before its first task
 */
export async function previewPipeline(request: PipelineRequest, store: string): Promise<Preview> {
  const checked = checkPipeline(request)
  const location = parseLocation(store)
  const folder = memoryFolder(location)
  const pool = startPool(1, { store: location })
  try {
    const memory = hashMemory(join(folder, 'hashes.json'))
    const located = await locateRecordings(checked, { memory, pool })
    const plan = planRecordings(
      checked.pipeline,
      located.map(({ planned }) => planned),
    )
    const tables = await reachStore(location)
    const node = gatherNode(plan.tails.map(({ key }) => key))
    const { evaluate } = checked.pipeline
    const foldsKnown = evaluate !== undefined && (await tables.has(node.key))
    const contentOf = contentsOf(located.map((one) => one.planned))
    const folds = foldsKnown
      ? foldNodes({
          gathered: { node, rows: await tables.get(node.key) },
          branch: plan.branch,
          evaluate,
          contentOf,
        })
      : []
    const nodes = [...plan.nodes.values(), ...(evaluate ? [node, ...folds] : [])]
    const there = await Promise.all(nodes.map(({ key }) => tables.has(key)))
    const kept = new Set(nodes.flatMap(({ key }, i) => (there[i] ? [key] : [])))
    const stored = (key: string) => kept.has(key)
    const before = recallPlan(folder, checked.pipeline)
    const title = titleOf(checked.pipeline)
    return { checked, title, plan, nodes, foldsKnown, before, stored }
  } finally {
    await pool.stop()
  }
}
