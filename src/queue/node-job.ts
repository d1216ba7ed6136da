import * as z from 'zod'
import { fail } from '../errors.ts'
import type { TaskResult } from '../execution/task.ts'
import type { PlanNode } from '../pipeline/node.ts'
import { sha256Schema } from './node-schema.ts'
import type { Need } from './queues.ts'

const nodeJobSchema = z.strictObject({
  /** The sheet that holds the node, and what it stands on. */
  sheet: sha256Schema,
  key: sha256Schema,
  /** For people and logs. */
  id: z.string().max(1000),
  run: sha256Schema,
  user: z.string().max(200),
  /** What the node is expected to take, MB. */
  memoryMb: z.number().positive(),
  /** When its thread is ended, s. */
  limitS: z.number().positive(),
})

/** What Redis holds of a node: keys and numbers, no path, option or sample. */
export type NodeJob = z.output<typeof nodeJobSchema>

/** What a node's job leaves: the result, and how it came about. */
export interface NodeDone extends TaskResult {
  readonly host: string
  readonly device: string
  readonly wallS: number
}

/**
 * Checks the data of a node's job, whose name must be its key.
 *
 * @throws {NeurarrowError} `job-refused`
 */
export function parseNodeJob(name: string | undefined, data: unknown): NodeJob {
  const parsed = nodeJobSchema.safeParse(data)
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues
    return fail('job-refused', { job: name, field: path.join('.'), found: message })
  }
  const { key } = parsed.data
  return key === name ? parsed.data : fail('job-refused', { job: name, field: 'key', found: key })
}

/** What a node needs: nodes with a model `gpu`, those that only move rows `io`, others `cpu`. */
export function needOf(nodes: readonly PlanNode[]): Need {
  const works = nodes.map(({ work }) => work)
  const runsModel = ['encode', 'tokenize', 'generate']
  if (works.some((work) => work.do === 'stage' && runsModel.includes(work.use))) return 'gpu'
  return works.every(({ do: what }) => what === 'concat' || what === 'only') ? 'io' : 'cpu'
}

/**
 * A node, then all that its task computes or loads: nodes that are not kept, down to the kept ones.
 *
 * @param find the node of a key; keys it does not know are left out
 */
export function taskNodes(root: PlanNode, find: (key: string) => PlanNode | undefined): PlanNode[] {
  const seen = new Map([[root.key, root]])
  for (const node of seen.values()) {
    if (node.keep && node !== root) continue
    for (const key of Object.values(node.inputs)) {
      const input = find(key)
      if (input !== undefined) seen.set(key, input)
    }
  }
  return [...seen.values()]
}
