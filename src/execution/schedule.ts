import { asFailure, type Code, type NeurarrowError } from '../errors.ts'
import type { PlanNode } from '../pipeline/node.ts'
import type { Executor } from './executor.ts'
import type { TaskResult } from './task.ts'

/** How a set of nodes ended: results of those that ran, failures of those that could not. */
export interface Outcome {
  readonly results: ReadonlyMap<string, TaskResult>
  readonly failures: ReadonlyMap<string, NeurarrowError>
}

/** Called after each node that is done, with how many of how many. */
export type OnProgress = (done: number, total: number, node: PlanNode) => void

/**
 * Runs the kept nodes on an executor, each as soon as the kept nodes it stands on are stored.
 *
 * A node fails with the failure of what it stands on; nodes beside it are not touched. After a
 * failure that is not the node's own (`endsRun`), or the first one when `strict`, no more is asked
 * for.
 *
 * @param settings `stored`: kept nodes that need not be run
 */
export async function runNodes(
  nodes: ReadonlyMap<string, PlanNode>,
  executor: Executor,
  settings: { strict: boolean; stored?: ReadonlySet<string>; onProgress?: OnProgress },
): Promise<Outcome> {
  const { stored } = settings
  const kept = [...nodes.values()].filter(({ keep, key }) => keep && !stored?.has(key))
  const results = new Map<string, TaskResult>()
  const failures = new Map<string, NeurarrowError>()
  const running = new Map<string, Promise<void>>()
  let ended = false
  await executor.learn([...nodes.values()])

  async function run(node: PlanNode): Promise<void> {
    const below = keptBelow(nodes, node)
    await Promise.all(below.map((key) => running.get(key)))
    const broken = below.find((key) => failures.has(key))
    const cause = broken === undefined ? undefined : failures.get(broken)
    if (cause) failures.set(node.key, cause)
    else if (!ended) await attempt(node)
    settings.onProgress?.(results.size + failures.size, kept.length, node)
  }

  async function attempt(node: PlanNode): Promise<void> {
    try {
      results.set(node.key, await executor.task(node.key))
    } catch (thrown) {
      if (ended) return
      const failure = asFailure(thrown)
      failures.set(node.key, failure)
      ended = settings.strict || endsRun(failure)
      if (ended) executor.abandon()
    }
  }

  // Nodes are listed after what they stand on, so their inputs have a promise already.
  for (const node of kept) running.set(node.key, run(node))
  await Promise.all(running.values())
  return { results, failures }
}

const ending: ReadonlySet<Code> = new Set<Code>([
  'interrupted',
  'run-cancelled',
  'store-unreachable',
  'store-denied',
  'store-missing',
  'store-full',
  'store-failed',
  'device-missing',
  'model-golden',
  'model-invalid',
  'model-licence',
  'model-missing',
])

/** Whether a failure is that of the whole run, whichever recording met it first. */
export function endsRun({ code, facts }: NeurarrowError): boolean {
  return ending.has(code) || (code === 'checksum-mismatch' && facts.model !== undefined)
}

/** The nearest kept nodes that a node stands on, directly or through nodes that are not kept. */
function keptBelow(nodes: ReadonlyMap<string, PlanNode>, node: PlanNode): string[] {
  return Object.values(node.inputs).flatMap((key) => {
    const input = nodes.get(key)
    if (input === undefined) return []
    return input.keep ? [key] : keptBelow(nodes, input)
  })
}
