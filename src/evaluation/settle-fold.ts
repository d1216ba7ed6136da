import { takeRows } from '../tables/rows.ts'
import type { Table } from '../tables/table.ts'
import type { Question } from './answer.ts'
import { type Branch, type Passed, passStages } from './branch.ts'
import { groupsOf, rowKeys, type Unit } from './group.ts'
import { positiveCode } from './predictions.ts'
import { streamSeed } from './resample.ts'
import { type Chosen, chooseOptions, withChosen } from './select.ts'
import type { Fold } from './split-kind.ts'
import { targetOf } from './target.ts'

/** A fold in front of its head: options chosen, stages fitted and applied. */
export interface SettledFold {
  readonly passed: Passed
  /** What the head is to be asked. */
  readonly question: Question
  /** The options that selection picked. */
  readonly chosen?: Chosen
  /** Code of the positive class. */
  readonly positive: number
  /** What groups are called after, as in all rows. */
  readonly columns: readonly Unit[]
  readonly selectS: number
  /** The branch with what was chosen, the training rows in front of it, and the fold's seed. */
  readonly branch: Branch
  readonly train: Table
  readonly seed: number
}

/**
 * Chooses options on the training rows, then fits the stages on them and passes both sides.
 *
 * @param rows the table in front of the first fitted stage, all rows of the run
 * @throws {NeurarrowError} `target-missing`, `stage-options`, or what a stage raises
 */
export async function settleFold(rows: Table, fold: Fold, branch: Branch): Promise<SettledFold> {
  const { unit, target } = branch
  const { classes } = targetOf(rows, target)
  const positive = positiveCode(classes, branch.positive)
  const { columns } = groupsOf(rowKeys(rows, [unit]), unit)
  const seed = streamSeed(branch.seed, 3, fold.fold)
  const sides = { train: takeRows(rows, fold.trainRows), test: takeRows(rows, fold.testRows) }
  const from = performance.now()
  const chosen = branch.select && (await chooseOptions(sides.train, branch, classes, seed))
  const selectS = (performance.now() - from) / 1000
  const settled = chosen ? withChosen(branch, chosen) : branch
  const course = { stages: settled.stages, target: (of: Table) => targetOf(of, target, classes) }
  const passed = await passStages(sides, course, seed)
  const question = { ...settled.head, target, classes, unit, seed: streamSeed(seed, 0) }
  const own = { branch: settled, train: sides.train, seed }
  return { passed, question, chosen: chosen || undefined, positive, columns, selectS, ...own }
}
