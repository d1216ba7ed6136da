import type { PlanNode, Work } from '../pipeline/node.ts'
import { stageNamed } from '../pipeline/registry.ts'
import type { Portion, RunStage } from '../stage.ts'
import type { Kind } from '../tables/kind.ts'
import { takeRows } from '../tables/rows.ts'
import { segmentsOf } from '../tables/signals.ts'
import { bytesOf, type Table } from '../tables/table.ts'
import { concatRows } from './work.ts'

/** Bytes of windows that go through a chain at once. No setting: it decides no byte of a result. */
export const portionBytes = 8 * 2 ** 20

/** Rows of a portion are a multiple of this where they are more, so that batches come out even. */
const even = 64

type StageNode = PlanNode & { readonly work: Extract<Work, { do: 'stage' }> }

/** Stages that look at one window at a time, each on the one before; the last makes features. */
export interface Chain {
  /** Key of what the first stands on. */
  readonly base: string
  readonly links: readonly StageNode[]
}

/**
 * The stages that a node stands on and that can be run on some windows at a time, so that the
 * tokens between them never exist all at once.
 *
 * @returns `undefined` where there is nothing to be gained: no tokens are made on the way, or they
 *   are what is asked for
 */
export function chainOf(nodes: ReadonlyMap<string, PlanNode>, last: PlanNode): Chain | undefined {
  const links: StageNode[] = []
  let node: PlanNode | undefined = last
  while (node && isLink(node) && (node === last || isPassedBy(nodes, node))) {
    links.unshift(node)
    if (stageOf(node)?.rowsOf) break
    node = nodes.get(node.inputs.table)
  }
  const kinds = links.map((link) => stageOf(link)?.writes)
  const hasTokens = kinds.slice(0, -1).includes('tokens')
  return hasTokens && kinds.at(-1) === 'features'
    ? { base: links[0].inputs.table, links }
    : undefined
}

/** What a chain is given. */
export interface ChainRun {
  /** What the first stage stands on. */
  readonly base: Table
  /** Second tables of a stage, by name. */
  readonly inputsOf: (link: PlanNode, names: readonly string[]) => Promise<Record<string, Table>>
  /** Runs one stage on a portion. */
  readonly run: (link: PlanNode, inputs: Record<string, Table>, portion: Portion) => Promise<Table>
  readonly bytes?: number
}

/**
 * What the last stage of a chain gives for all windows of the base, which go through the chain some
 * at a time.
 */
export async function runChain({ links }: Chain, given: ChainRun): Promise<Table> {
  const seen = links.map((): number[] => [])
  const found: Table[] = []
  const parts = partsOf(links[0], given)
  for (const [p, { table: part, rows }] of parts.entries()) {
    const isLast = p === parts.length - 1
    let table = part
    for (const [i, link] of links.entries()) {
      const names = Object.keys(link.inputs).filter((name) => name !== 'table')
      const inputs = { table, ...(await given.inputsOf(link, names)) }
      table = await given.run(link, inputs, { isLast, seen: seen[i], ...(i === 0 ? { rows } : {}) })
    }
    found.push(table)
  }
  return found.length === 1 ? found[0] : concatRows(found)
}

interface Rows {
  readonly from: number
  readonly to: number
}

interface Part {
  readonly table: Table
  /** Which rows the first stage makes of the table; all when not set. */
  readonly rows?: Rows
}

/** The windows of the base, or those that the first stage cuts from it, some at a time. */
function partsOf(first: StageNode, { base, bytes = portionBytes }: ChainRun): Part[] {
  const made = stageOf(first)?.rowsOf?.(base, first.work.options)
  if (made) return spansOf(made, bytes).map((rows) => ({ table: base, rows }))
  if (base.kind !== 'windows' && base.kind !== 'tokens') return [{ table: base }]
  const ends = endsOf(base as Table<'windows' | 'tokens'>)
  if (ends === undefined) return [{ table: base }]
  const count = ends.length - 1
  const each = bytesOf(base) / Math.max(1, count)
  return spansOf({ count, bytes: each }, bytes).map(({ from, to }) => ({
    table: to - from === count ? base : slice(base, ends[from], ends[to]),
  }))
}

function spansOf({ count, bytes }: { count: number; bytes: number }, most: number): Rows[] {
  const rows = Math.max(1, Math.min(count, Math.floor(most / Math.max(1, bytes))))
  const step = rows > even && rows < count ? rows - (rows % even) : rows
  const spans = Math.max(1, Math.ceil(count / step))
  return Array.from({ length: spans }, (_, i) => ({
    from: i * step,
    to: Math.min(count, (i + 1) * step),
  }))
}

/** Where windows begin among the rows; nothing when they differ, which a stage has to see. */
function endsOf(table: Table): Int32Array | undefined {
  if (table.kind === 'tokens') return Int32Array.from({ length: table.rows + 1 }, (_, r) => r)
  const segments = segmentsOf(table as Table<'windows'>)
  const [first] = segments
  const names = first?.channels.join('\n')
  const isLike = segments.every(
    ({ samples, rateHz, channels }) =>
      samples === first.samples && rateHz === first.rateHz && channels.join('\n') === names,
  )
  return isLike ? Int32Array.from([...segments.map(({ from }) => from), table.rows]) : undefined
}

function slice(table: Table, from: number, to: number): Table {
  return takeRows(
    table,
    Int32Array.from({ length: to - from }, (_, i) => from + i),
  )
}

/** Whether a node is a stage that looks at one window at a time. */
function isLink(node: PlanNode): node is StageNode {
  const stage = stageOf(node)
  if (node.work.do !== 'stage' || stage?.scope !== 'recording') return false
  const { options } = node.work
  const kind = (['tokens', 'windows'] as const).find((read) => stage.reads.includes(read))
  if (stage.rowsOf) return true
  if (kind === undefined || stage.summary || !makes.includes(stage.writes)) return false
  return stage.contextS?.(options, anyRateHz, kind) === 0
}

const makes: readonly (Kind | 'same')[] = ['tokens', 'features']

/** The context of a stage that looks at windows does not depend on their rate. */
const anyRateHz = 1000

/** Whether nothing but the one stage above needs a node, and it is not stored. */
function isPassedBy(nodes: ReadonlyMap<string, PlanNode>, { key, keep }: PlanNode): boolean {
  const users = [...nodes.values()].filter(({ inputs }) => Object.values(inputs).includes(key))
  return !keep && users.length === 1
}

function stageOf({ work }: PlanNode): RunStage | undefined {
  const stage = work.do === 'stage' ? stageNamed(work.use) : undefined
  return stage?.scope === 'fold' ? undefined : stage
}
