import { setImmediate as turn } from 'node:timers/promises'
import { fail } from '../errors.ts'
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
 * on all at once, in the memory of one piece and the result.
 *
 * @param pieces `next` gives the next piece that the reader streams, of `scans` scans in all
 * @param apply one stage on one piece
 */
export async function streamScans(
  { next, scans }: { next: () => Promise<IteratorResult<Table>>; scans: number },
  { stages, isMean }: Pick<ScanChain, 'stages' | 'isMean'>,
  apply: (node: PlanNode, piece: Table) => Promise<Table>,
): Promise<Table> {
  const whole = isMean ? growingMean() : growingSignals(scans)
  for (;;) {
    const giveBack = recyclingMark()
    const { value, done } = await next()
    if (done) return whole.table()
    let table: Table = value
    for (const node of stages) table = await apply(node, table)
    whole.add(table as Table<'volumes'> & Signals)
    giveBack()
    // What was inflated meanwhile is handed over, and the next bytes are begun.
    await turn()
  }
}

/** Pieces of one recording one after the other in time, with the channels of the first. */
function growingSignals(scans: number) {
  const metas: Pick<Table, 'meta'>[] = []
  let first: Signals | undefined
  let values = new Float32Array(0)
  let from = 0
  return {
    add(piece: Signals) {
      // Its samples are not looked at again: they lie in memory that the next piece uses.
      first ??= piece
      if (from === 0) values = new Float32Array(first.rows * scans)
      const own = listsOf(piece, 'samples').values
      const samples = own.length / first.rows
      for (let c = 0, at = 0; c < first.rows; c++) {
        const to = c * scans + from
        for (let t = 0; t < samples; t++) values[to + t] = own[at++]
      }
      from += samples
      metas.push({ meta: piece.meta })
    },
    table(): Table {
      if (first === undefined || from !== scans) fail('internal', { scans: from, expected: scans })
      const table = withSamples(first, [values])
      const notes = joinedNotes(metas)
      return notes.length > 0 ? withMeta(table, { notes: JSON.stringify(notes) }) : table
    },
  }
}
