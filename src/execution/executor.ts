import type { PlanNode } from '../pipeline/node.ts'
import type { TaskResult } from './task.ts'

/**
 * What runs the nodes of a plan: threads of this process, or workers behind a queue. Every executor
 * gives the same tables under the same keys.
 */
export interface Executor {
  /** How many nodes it may run at once, as far as it knows. */
  readonly size: number
  /** What models ran on so far, several devices with commas between; the processor if not told. */
  readonly device?: string
  /** Makes nodes known. */
  learn(nodes: readonly PlanNode[]): void | Promise<void>
  /**
   * Runs a node whose stored inputs are ready.
   *
   * @throws {NeurarrowError} the failure of the node, `interrupted` when it was not begun
   */
  task(key: string): Promise<TaskResult>
  /** Rejects what has not begun yet with `interrupted`; what runs goes on. */
  abandon(): void
}
