import { type Difference, differencesBetween } from './differences.ts'
import type { Content } from './key.ts'

/** A node as explain sees it: its name, its key and what the key was made from. */
export interface ExplainedNode {
  readonly id: string
  readonly key: string
  readonly content: Content
  /** Whether its table is stored; yes when not said. */
  readonly keep?: boolean
}

/** Why a node's table must be computed. */
export interface Reason {
  readonly id: string
  readonly stage: string
  /**
   * `new`: the last run had no such node. `changed`: see `differences`. `input`: only what it
   * stands on has changed. `gone`: the same as before, but its table is not in the store.
   * `needed`: the same as before and never stored, but something that runs stands on it.
   */
  readonly why: 'new' | 'changed' | 'input' | 'gone' | 'needed'
  readonly differences: readonly Difference[]
}

/**
 * Says of each node whose table is not stored why it must run.
 *
 * @param now nodes of the plan, each after what it stands on
 * @param before nodes of the last run of this pipeline
 * @param stored whether the table of a key is in the store
 */
export function explainNodes(
  now: readonly ExplainedNode[],
  before: readonly ExplainedNode[],
  stored: (key: string) => boolean,
): Reason[] {
  const known = new Map(before.map((node) => [`${node.id} ${node.content.stage}`, node]))
  return now.flatMap((node): Reason[] => {
    if (stored(node.key)) return []
    const { id, content } = node
    const past = known.get(`${id} ${content.stage}`)
    if (past === undefined) return [{ id, stage: content.stage, why: 'new', differences: [] }]
    if (past.key === node.key) {
      const why = node.keep === false ? 'needed' : 'gone'
      return [{ id, stage: content.stage, why, differences: [] }]
    }
    const differences = differencesOf(past.content, content)
    const own = differences.filter(({ field }) => !field.startsWith('input '))
    const why = own.length > 0 ? 'changed' : 'input'
    return [{ id, stage: content.stage, why, differences: own.length > 0 ? own : differences }]
  })
}

function differencesOf(before: Content, now: Content): Difference[] {
  const out: Difference[] = []
  if (before.version !== now.version)
    out.push({ field: 'version', before: before.version, now: now.version })
  out.push(...differencesBetween('options', before.options, now.options))
  for (const name of new Set([...Object.keys(before.inputs), ...Object.keys(now.inputs)])) {
    const field = name === 'file' ? 'file' : `input ${name}`
    const [old, fresh] = [before.inputs[name], now.inputs[name]]
    if (old !== fresh) out.push({ field, before: old, now: fresh })
  }
  return out
}
