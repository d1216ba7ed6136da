import type { PlanNode } from '../pipeline/node.ts'

/** What a thread takes before it does anything: Node, Arrow, the stages. */
const baseMb = 96

/**
 * Samples as numbers, a copy for the next stage and one for the kernel, for each byte of a file.
 */
const perFileByte = 12

/** Rows as they are, divided into training and test, and in f64 for the fit. */
const perRowByte = 6

/** What is known of sizes. */
export interface Sizes {
  /** Bytes that a node reads from a file; a block of a recording reads its part. */
  readonly ofFile: (node: PlanNode) => number
  /** Bytes of a stored table. */
  readonly ofTable: (key: string) => number
}

/**
 * The memory a node's task is expected to take, MB: whole, and rather too much than too little.
 *
 * @param nodes those of the task, the node itself first
 */
export function nodeMemoryMb(nodes: readonly PlanNode[], sizes: Sizes): number {
  let bytes = 0
  for (const [i, node] of nodes.entries()) {
    const { do: what } = node.work
    if (what === 'read' || what === 'side') bytes += perFileByte * sizes.ofFile(node)
    else if (node.keep && i > 0) bytes += perRowByte * sizes.ofTable(node.key)
  }
  return Math.ceil(baseMb + bytes / 2 ** 20)
}
