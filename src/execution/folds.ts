import { fail } from '../errors.ts'
import { makeFolds, splitRows } from '../evaluation/split.ts'
import type { FoldWork, PlanNode } from '../pipeline/node.ts'
import { makeNode } from '../pipeline/node.ts'
import type { BoundEvaluation, BoundStage } from '../pipeline/parse.ts'
import type { Store } from '../store/store.ts'
import { concatTables } from '../tables/rows.ts'
import { columnsOf, makeTable, type Table } from '../tables/table.ts'
import { storedTable } from './stored-table.ts'

/** Raised when gathering or a fold's own code gives other numbers than before. */
export const gatherVersion = 1
export const foldVersion = 2

/** All rows of a run in one stored table, and the node that names it. */
export interface Gathered {
  readonly node: PlanNode
  /** Absent in a run that scores nothing: its rows stay with the recordings. */
  readonly rows?: Table
}

/**
 * Puts the recordings' rows below each other, in the order of the data set, and stores them.
 *
 * Recordings without rows are left out; notes stay with the recordings.
 *
 * @param early tables that are being read already, by key
 */
export async function gatherRows(
  tails: readonly string[],
  store: Store,
  early: ReadonlyMap<string, Promise<Table | undefined>> = new Map(),
): Promise<Required<Gathered>> {
  const node = gatherNode(tails)
  const known = await storedTable(store, node.key)
  if (known) return { node, rows: known }
  const all = await Promise.all(
    tails.map(async (key) => (await early.get(key)) ?? (await store.get(key))),
  )
  const tables = all.filter((table) => table.rows > 0)
  if (tables.length === 0) fail('rows-missing', { recordings: tails.length })
  const joined = concatTables(tables)
  const { notes: _, ...meta } = joined.meta
  const rows = makeTable(joined.kind, columnsOf(joined), meta)
  await store.put(node.key, rows)
  return { node, rows }
}

/** The node that names all rows of a run. */
export function gatherNode(tails: readonly string[]): PlanNode {
  const inputs = Object.fromEntries(tails.map((key, i) => [String(i), key]))
  const content = { stage: 'gather', version: gatherVersion, options: {} }
  return { ...makeNode('rows', { do: 'concat' }, content, inputs), keep: true }
}

/** What folds are made of. */
export interface FoldPlan {
  readonly gathered: Required<Gathered>
  readonly branch: readonly BoundStage[]
  readonly evaluate: BoundEvaluation
  readonly contentOf: Readonly<Record<string, string>>
  /** Whether folds may overlap: for the leak check alone, whose scores are no result. */
  readonly leakCheck?: true
}

/**
 * One node for each fold of the split.
 *
 * @throws {NeurarrowError} `split-impossible`
 */
export function foldNodes(plan: FoldPlan): PlanNode[] {
  const { gathered, branch, evaluate, contentOf, leakCheck } = plan
  const { target, split, head } = evaluate
  const versions = [...branch.map((step) => step.stage.version), head.head.version]
  const shared = branchOf(branch, evaluate)
  const { keys, facts } = splitRows(gathered.rows, split, target)
  return makeFolds(keys, split, facts).map(({ fold, test }) => {
    const own = { fold, test, branch: shared, ...(leakCheck ? { leakCheck } : {}) }
    const work = { do: 'fold', fold: { ...own, contentOf } } as const
    const options = { ...own, versions }
    const content = { stage: 'fold', version: foldVersion, options }
    const node = makeNode(`fold ${fold}`, work, content, { table: gathered.node.key })
    return { ...node, keep: true }
  })
}

/** The fitted stages, the head and the evaluation as plain data. */
export function branchOf(
  branch: readonly BoundStage[],
  { head, ...known }: BoundEvaluation,
): FoldWork['branch'] {
  const { target, split, seed, positive, select, threshold, words, averageOver } = known
  return {
    stages: branch.map(({ use, options, index }) => ({ use, options, index })),
    ...{ target, split, seed, positive, select, threshold, words, averageOver },
    head: { use: head.use, options: head.options },
  }
}
