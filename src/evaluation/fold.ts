import type { Table } from '../tables/table.ts'
import { answer } from './answer.ts'
import { averageAnswers } from './average-answers.ts'
import type { Branch, Fitted } from './branch.ts'
import { groupsOf, rowKeys } from './group.ts'
import { makePredictions } from './predictions.ts'
import type { Chosen } from './select.ts'
import { settleFold } from './settle-fold.ts'
import type { Fold } from './split-kind.ts'
import { chooseThreshold, movedScores, type Threshold } from './threshold.ts'

/** What one fold gives. */
export interface FoldResult {
  readonly fold: number
  /** Names of the tested groups. */
  readonly test: readonly string[]
  /** Declared calibration rows of each class, or their share. */
  readonly shots?: number
  readonly repeat?: number
  /** Rows that reached the head. */
  readonly trainRows: number
  readonly testRows: number
  readonly predictions: Table<'predictions'>
  /** What was fitted, the head last. */
  readonly fitted: readonly Fitted[]
  /** The options that selection picked. */
  readonly chosen?: Chosen
  /** Where the second class is said, by the difference of scores or the log-odds. */
  readonly threshold?: Threshold
  /** Seconds by stage; the head under its name, choices under `select`, `threshold`. */
  readonly timingsS: Readonly<Record<string, number>>
}

/**
 * Runs one fold: fits the branch on the training rows, then predicts the test rows.
 *
 * Nothing that is fitted sees a test row; the classes are those of all rows, so that scores mean
 * the same in every fold. Depends on rows, fold and branch alone.
 *
 * @param rows the table in front of the first fitted stage, all rows of the run
 * @throws {NeurarrowError} `target-missing`, `kind-mismatch`, `non-finite`, `stage-options`, or
 *   what a stage or head raises (`one-class`, `not-converged`)
 */
export async function runFold(rows: Table, fold: Fold, branch: Branch): Promise<FoldResult> {
  const { unit, head } = branch
  const settled = await settleFold(rows, fold, branch)
  const { passed, chosen, positive, columns } = settled
  const from = performance.now()
  const { fitted, ...own } = answer(passed.sides, settled.question)
  const answered = averageAnswers(passed.sides.test, own, branch.averageOver)
  const headS = (performance.now() - from) / 1000
  const { classes } = settled.question
  const thresholdFrom = performance.now()
  const threshold =
    branch.threshold &&
    (await chooseThreshold(settled.train, settled.branch, classes, settled.seed))
  const thresholdS = (performance.now() - thresholdFrom) / 1000
  const groups = groupsOf(rowKeys(passed.sides.train, [unit]), unit, columns).names
  const facts = fitted.facts ?? {}
  const index = Math.max(-1, ...branch.stages.map((stage) => stage.index)) + 1
  const last = { stage: head.head.use, index, rows: passed.sides.train.rows, facts }
  return {
    ...{ fold: fold.fold, test: fold.test },
    ...(fold.shots === undefined ? {} : { shots: fold.shots }),
    ...(fold.repeat === undefined ? {} : { repeat: fold.repeat }),
    trainRows: passed.sides.train.rows,
    testRows: passed.sides.test.rows,
    predictions: makePredictions(answered.rows, {
      ...{ fold: fold.fold, shots: fold.shots, repeat: fold.repeat },
      target: answered.target,
      scores: threshold ? movedScores(answered.scores, threshold) : answered.scores,
      deviations: answered.deviations,
      positive,
      unit,
      columns,
      words: branch.words,
    }),
    fitted: [...passed.fitted, last].map((fitted) => ({ ...fitted, groups })),
    chosen,
    ...(threshold ? { threshold } : {}),
    timingsS: {
      ...passed.seconds,
      ...(chosen ? { select: settled.selectS } : {}),
      ...(threshold ? { threshold: thresholdS } : {}),
      [head.head.use]: (passed.seconds[head.head.use] ?? 0) + headS,
    },
  }
}
