import { setImmediate as turn } from 'node:timers/promises'
import { recyclingMark } from '../kernels/recycling.ts'
import type { PlanNode, Work } from '../pipeline/node.ts'
import { stageNamed } from '../pipeline/registry.ts'
import { growingMean } from '../tables/mean-scan.ts'
import { joinedNotes } from '../tables/note.ts'
import { type Signals, withSamples } from '../tables/signals.ts'
import { listsOf, type Table, withMeta } from '../tables/table.ts'
import { readerNamed } from './work.ts'

/** A recording's reader and the stages behind it that work on each scan by itself. */
export interface ScanChain {
  readonly read: PlanNode & { readonly work: Extract<Work, { do: 'read' }> }
  /** In their order; without `isMean` the last one makes signals of volumes. */
  readonly stages: readonly PlanNode[]
  /** Whether the chain ends with the mean of its scans. */
  readonly isMean: boolean
}

/**
 * The chain that ends with a node, when nothing of it is stored and volumes need not be held whole:
 * from a reader that streams over scan-wise stages to one that makes signals, or to a mean scan.
 * What the stages need beside comes from files of the data set, or is such a mean.
 */
export function scanChain(
  nodes: ReadonlyMap<string, PlanNode>,
  last: PlanNode,
): ScanChain | undefined {
  const stages: PlanNode[] = []
  const isMean = last.work.do === 'mean'
  const end = isMean ? nodes.get(last.inputs.table) : last
  for (let node = end; node; node = nodes.get(node.inputs.table)) {
    if (node !== last && node.keep) return undefined
    const { work } = node
    if (work.do === 'read') {
      const isStreamed = work.block === undefined && readerNamed(work.reader).stream !== undefined
      const hasEnd = isMean || stages.length > 0
      return isStreamed && hasEnd ? { read: { ...node, work }, stages, isMean } : undefined
    }
    if (work.do !== 'stage' || work.block || !isScanwise(nodes, node, work.use)) return undefined
    const isEnd = stageNamed(work.use)?.writes === 'signals'
    if (isEnd !== (node === last)) return undefined
    stages.unshift(node)
  }
  return undefined
}

function isScanwise(
  nodes: ReadonlyMap<string, PlanNode>,
  { inputs }: PlanNode,
  use: string,
): boolean {
  const { table: _, ...others } = inputs
  const works = Object.values(others).map((key) => nodes.get(key)?.work.do)
  const areSmall = works.every((work) => work === 'side' || work === 'mean')
  return areSmall && stageNamed(use)?.scanwise === true
}

/**
 * Runs a chain on some scans at a time and joins the signals, or takes the mean: the same table as
 * on all at once, in the memory of one piece.
 *
 * @param next the next piece that the reader streams
 * @param apply one stage on one piece
 */
export async function streamScans(
  next: () => Promise<IteratorResult<Table>>,
  { stages, isMean }: Pick<ScanChain, 'stages' | 'isMean'>,
  apply: (node: PlanNode, piece: Table) => Promise<Table>,
): Promise<Table> {
  const parts: Part[] = []
  let first: Signals | undefined
  const mean = growingMean()
  for (;;) {
    const giveBack = recyclingMark()
    const { value, done } = await next()
    if (done) return first ? joined(first, parts) : mean.table()
    let table: Table = value
    for (const node of stages) table = await apply(node, table)
    if (isMean) mean.add(table as Table<'volumes'>)
    else {
      first ??= table as Signals
      parts.push({ meta: table.meta, values: listsOf(table, 'samples').values.slice() })
    }
    giveBack()
    // What was inflated meanwhile is handed over, and the next bytes are begun.
    await turn()
  }
}

/** What is kept of a piece: samples of its own, for those of its table are overwritten. */
interface Part extends Pick<Table, 'meta'> {
  /** Shape [C, T]. */
  readonly values: Float32Array
}

/** Pieces of one recording one after the other in time, with the channels of the first. */
function joined(first: Signals, parts: readonly Part[]): Table {
  const channels = first.rows
  const samples = parts.reduce((sum, { values }) => sum + values.length, 0) / channels
  const values = new Float32Array(channels * samples)
  let from = 0
  for (const part of parts) {
    const own = part.values.length / channels
    for (let c = 0, at = 0; c < channels; c++) {
      const to = c * samples + from
      for (let t = 0; t < own; t++) values[to + t] = part.values[at++]
    }
    from += own
  }
  const table = withSamples(first, [values])
  const notes = joinedNotes(parts)
  return notes.length > 0 ? withMeta(table, { notes: JSON.stringify(notes) }) : table
}
