import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Content, sha256 } from '../pipeline/key.ts'
import type { PlanNode } from '../pipeline/node.ts'
import type { Pipeline } from '../pipeline/parse.ts'
import { variantName } from '../pipeline/variant.ts'
import { writeWhole } from '../store/write-whole.ts'

/** A node as it was in the last run of a pipeline: what its key was made from. */
export interface RememberedNode {
  readonly id: string
  readonly key: string
  readonly content: Content
}

type Named = Pick<Pipeline, 'name' | 'variant'>

/** Keeps what the nodes of a pipeline's last run were made from, for `explain`. */
export function rememberPlan(folder: string, pipeline: Named, nodes: readonly PlanNode[]): void {
  const plain = nodes.map(({ id, key, content }) => ({ id, key, content }))
  writeWhole(fileOf(folder, pipeline), Buffer.from(JSON.stringify(plain)))
}

/** The nodes of a pipeline's last run in this store; none when it never ran. */
export function recallPlan(folder: string, pipeline: Named): RememberedNode[] {
  const file = fileOf(folder, pipeline)
  if (!existsSync(file)) return []
  return JSON.parse(readFileSync(file, 'utf8')) as RememberedNode[]
}

function fileOf(folder: string, { name, variant }: Named): string {
  const which = variant ? `-${sha256(variantName(variant)).slice(0, 8)}` : ''
  return join(folder, 'plans', `${name}${which}.json`)
}
