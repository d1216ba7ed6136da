import { fail } from '../errors.ts'
import { sha256 } from '../pipeline/key.ts'
import type { PlanNode } from '../pipeline/node.ts'
import type { Store } from '../store/store.ts'
import { checkNode } from './node-check.ts'
import { nodeSchema } from './node-schema.ts'

/**
 * A sheet: nodes in the store, named by the SHA-256 of their text. Jobs name a sheet and a key, so
 * that Redis holds neither paths nor options, and a sheet that was changed is no longer found.
 */
export interface Sheet {
  /** The checked node of a key, or `undefined`. */
  node(key: string): PlanNode | undefined
}

/** What one fold and the next have in common is written once. */
type Text = {
  readonly version: 1
  readonly contentOf?: Readonly<Record<string, string>>
  readonly nodes: readonly unknown[]
}

const nameOf = (id: string) => `sheets/${id}.json`

/** Writes nodes to the store; the same nodes make the same sheet. */
export async function saveSheet(nodes: readonly PlanNode[], store: Store): Promise<string> {
  const first = nodes.find(({ work }) => work.do === 'fold')?.work
  const contentOf = first?.do === 'fold' ? first.fold.contentOf : undefined
  const plain = nodes.map((node) => {
    if (node.work.do !== 'fold' || node.work.fold.contentOf !== contentOf) return node
    const { contentOf: _, ...fold } = node.work.fold
    return { ...node, work: { do: 'fold', fold } }
  })
  const text = JSON.stringify({ version: 1, contentOf, nodes: plain } satisfies Text)
  const id = sha256(text)
  await store.save(nameOf(id), Buffer.from(text))
  return id
}

/**
 * Reads a sheet; a node of it is checked when it is asked for.
 *
 * @throws {NeurarrowError} `job-refused` when there is no such sheet, its text does not have the
 *   hash it is named by, or, of `node`, when a node is not one or lies about itself
 */
export async function loadSheet(id: string, store: Store): Promise<Sheet> {
  const bytes = await store.load(nameOf(id))
  if (bytes === undefined) return fail('job-refused', { sheet: id, found: 'no such sheet' })
  const found = sha256(bytes)
  if (found !== id) fail('job-refused', { sheet: id, field: 'sha256', expected: id, found })
  const { contentOf, nodes } = JSON.parse(Buffer.from(bytes).toString('utf8')) as Text
  const raw = new Map(nodes.map((node) => [Reflect.get(Object(node), 'key') as unknown, node]))
  const checked = new Map<string, PlanNode>()
  return {
    node(key) {
      const known = checked.get(key)
      if (known !== undefined || !raw.has(key)) return known
      const node = parseNode(withContent(raw.get(key), contentOf), id)
      checked.set(key, node)
      return node
    },
  }
}

function withContent(node: unknown, contentOf: Text['contentOf']): unknown {
  const { work } = node as { work?: { do?: string; fold?: object } }
  if (work?.do !== 'fold' || work.fold === undefined || 'contentOf' in work.fold) return node
  return { ...Object(node), work: { ...work, fold: { ...work.fold, contentOf } } }
}

function parseNode(value: unknown, sheet: string): PlanNode {
  const parsed = nodeSchema.safeParse(value)
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues
    return fail('job-refused', { sheet, field: path.join('.'), found: message })
  }
  const node = parsed.data as PlanNode
  checkNode(node)
  return node
}

/** Sheets by id, the latest few kept. */
export function sheetCache(store: Store, most = 8): (id: string) => Promise<Sheet> {
  const sheets = new Map<string, Promise<Sheet>>()
  return (id) => {
    const known = sheets.get(id) ?? loadSheet(id, store)
    sheets.delete(id)
    sheets.set(id, known)
    known.catch(() => sheets.delete(id))
    const [oldest] = sheets.keys()
    if (sheets.size > most) sheets.delete(oldest)
    return known
  }
}
