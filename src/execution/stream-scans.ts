import { setImmediate as turn } from 'node:timers/promises'
import { recyclingMark } from '../kernels/recycling.ts'
import type { PlanNode, Work } from '../pipeline/node.ts'
import { stageNamed } from '../pipeline/registry.ts'
import { joinedNotes } from '../tables/note.ts'
import { type Signals, segmentsOf, withSamples } from '../tables/signals.ts'
import { type Table, withMeta } from '../tables/table.ts'
import { readerNamed } from './work.ts'

/** A recording's reader and the stages behind it that work on each scan by itself. */
export interface ScanChain {
  readonly read: PlanNode & { readonly work: Extract<Work, { do: 'read' }> }
  /** In their order; the last one makes signals of volumes. */
  readonly stages: readonly PlanNode[]
}

/**
 * The chain that ends with a node, when nothing of it is stored and volumes need not be held whole:
 * from a reader that streams over scan-wise stages to one that makes signals. What the stages need
 * beside comes from files of the data set.
 */
export function scanChain(
  nodes: ReadonlyMap<string, PlanNode>,
  last: PlanNode,
): ScanChain | undefined {
  const stages: PlanNode[] = []
  for (let node: PlanNode | undefined = last; node; node = nodes.get(node.inputs.table)) {
    if (node !== last && node.keep) return undefined
    const { work } = node
    if (work.do === 'read') {
      const isStreamed = work.block === undefined && readerNamed(work.reader).stream !== undefined
      return isStreamed && stages.length > 0 ? { read: { ...node, work }, stages } : undefined
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
  const areFiles = Object.values(others).every((key) => nodes.get(key)?.work.do === 'side')
  return areFiles && stageNamed(use)?.scanwise === true
}

/**
 * Runs a chain on some scans at a time and joins the signals: the same table as on all at once, in
 * the memory of one piece.
 *
 * @param next the next piece that the reader streams
 * @param apply one stage on one piece
 */
export async function streamScans(
  next: () => Promise<IteratorResult<Table>>,
  stages: readonly PlanNode[],
  apply: (node: PlanNode, piece: Table) => Promise<Table>,
): Promise<Table> {
  const parts: Signals[] = []
  for (;;) {
    const giveBack = recyclingMark()
    const { value, done } = await next()
    if (done) return joined(parts)
    let table: Table = value
    for (const node of stages) table = await apply(node, table)
    const signals = table as Signals
    const own = segmentsOf(signals).map(({ values }) => values.slice())
    parts.push(withSamples(signals, own))
    giveBack()
    // What was inflated meanwhile is handed over, and the next bytes are begun.
    await turn()
  }
}

/** Pieces of one recording one after the other in time. */
function joined(parts: readonly Signals[]): Table {
  const segments = parts.map((part) => segmentsOf(part)[0])
  const [{ channels }] = segments
  const samples = segments.reduce((sum, segment) => sum + segment.samples, 0)
  const values = new Float32Array(channels.length * samples)
  let from = 0
  for (const segment of segments) {
    for (let c = 0; c < channels.length; c++) {
      const row = segment.values.subarray(c * segment.samples, (c + 1) * segment.samples)
      values.set(row, c * samples + from)
    }
    from += segment.samples
  }
  const table = withSamples(parts[0], [values])
  const notes = joinedNotes(parts)
  return notes.length > 0 ? withMeta(table, { notes: JSON.stringify(notes) }) : table
}
