import { type FittedHead, type Matrix, requireFinite } from '../head.ts'
import { matrixOf } from '../tables/features.ts'
import { takeRows } from '../tables/rows.ts'
import type { Table } from '../tables/table.ts'
import { type Branch, passStages } from './branch.ts'
import { groupsOf, rowKeys } from './group.ts'
import { streamSeed } from './resample.ts'
import { chooseOptions, withChosen } from './select.ts'
import { type Target, targetOf } from './target.ts'

/** A pipeline's stages and head as they are when fitted on all rows. */
export interface DisplayFit {
  /** The rows as the head sees them. */
  readonly rows: Table
  readonly x: Matrix
  readonly target: Target
  readonly fitted: FittedHead
}

/**
 * Fits the stages and the head of a pipeline to all rows, to be looked at: no score comes of it.
 *
 * Options are chosen as in a fold where the pipeline chooses. The stages' seeds are of a stream of
 * their own.
 *
 * @throws {NeurarrowError} what a stage or head raises
 */
export async function displayFit(rows: Table, branch: Branch): Promise<DisplayFit> {
  const { classes } = targetOf(rows, branch.target)
  const seed = streamSeed(branch.seed, 7)
  const chosen = branch.select && (await chooseOptions(rows, branch, classes, seed))
  const settled = chosen ? withChosen(branch, chosen) : branch
  const all = await passedRows(rows, settled, classes)
  const { head, options } = settled.head
  const x = { ...matrixOf(all as Table<'features'>), depth: Number(all.meta.depth) || undefined }
  requireFinite(x)
  const target = targetOf(all, branch.target, classes)
  const groups = groupsOf(rowKeys(all, [branch.unit]), branch.unit).codes
  const labels = { y: target.y, classes: classes.length, groups }
  return { rows: all, x, target, fitted: head.fit(x, labels, options, streamSeed(seed, 0)) }
}

/** All rows behind the stages of a branch that were fitted on them. */
export async function passedRows(
  rows: Table,
  branch: Branch,
  classes: readonly string[],
): Promise<Table> {
  const target = (of: Table) => targetOf(of, branch.target, classes)
  const course = { stages: branch.stages, target }
  const whole = { train: rows, test: takeRows(rows, []) }
  const { sides } = await passStages(whole, course, streamSeed(branch.seed, 7))
  return sides.train
}
