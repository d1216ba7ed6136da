import { type Content, canonicalJson } from './key.ts'

/** A node as explain sees it: its name, its key and what the key was made from. */
export interface ExplainedNode {
  readonly id: string
  readonly key: string
  readonly content: Content
  /** Whether its table is stored; yes when not said. */
  readonly keep?: boolean
}

/** One thing that is not as it was in the last run. */
export interface Difference {
  /** `options.lowHz`, `version`, `file`, or `input table`. */
  readonly field: string
  readonly before?: unknown
  readonly now?: unknown
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
  compare('options', before.options, now.options, out)
  for (const name of new Set([...Object.keys(before.inputs), ...Object.keys(now.inputs)])) {
    const field = name === 'file' ? 'file' : `input ${name}`
    const [old, fresh] = [before.inputs[name], now.inputs[name]]
    if (old !== fresh) out.push({ field, before: old, now: fresh })
  }
  return out
}

/** The leaves in which two JSON values differ; arrays are compared whole. */
function compare(path: string, before: unknown, now: unknown, out: Difference[]): void {
  if (canonicalJson(before) === canonicalJson(now)) return
  const nested = isObject(before) && isObject(now)
  if (!nested) {
    out.push({ field: path, before, now })
    return
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    compare(`${path}.${key}`, before[key], now[key], out)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
