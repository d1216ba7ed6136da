import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Content } from '../pipeline/key.ts'
import type { PlanNode } from '../pipeline/node.ts'
import { writeWhole } from '../store/write-whole.ts'

/** A node as it was in the last run of a pipeline: what its key was made from. */
export interface RememberedNode {
  readonly id: string
  readonly key: string
  readonly content: Content
}

/** Keeps what the nodes of a pipeline's last run were made from, for `explain`. */
export function rememberPlan(folder: string, pipeline: string, nodes: readonly PlanNode[]): void {
  const plain = nodes.map(({ id, key, content }) => ({ id, key, content }))
  writeWhole(fileOf(folder, pipeline), Buffer.from(JSON.stringify(plain)))
}

/** The nodes of a pipeline's last run in this store; none when it never ran. */
export function recallPlan(folder: string, pipeline: string): RememberedNode[] {
  const file = fileOf(folder, pipeline)
  if (!existsSync(file)) return []
  return JSON.parse(readFileSync(file, 'utf8')) as RememberedNode[]
}

function fileOf(folder: string, pipeline: string): string {
  return join(folder, 'plans', `${pipeline}.json`)
}
