import * as z from 'zod'
import { fail } from '../errors.ts'
import type { Table } from '../tables/table.ts'
import { answer } from './answer.ts'
import { averageAnswers } from './average-answers.ts'
import {
  type Branch,
  type BranchStage,
  type Options,
  type Passed,
  passStages,
  type Select,
  type Sides,
  scopeUnder,
} from './branch.ts'
import { groupsOf, rowKeys, rowsByCode } from './group.ts'
import { innerFolds } from './inner-folds.ts'
import type { Metric } from './metric.ts'
import { metricNamed } from './metrics.ts'
import { outcomeAnswers } from './outcome-answers.ts'
import { makePredictions, outcomeOf, positiveCode } from './predictions.ts'
import { streamSeed } from './resample.ts'
import { type Target, targetOf } from './target.ts'

/** The `select:` of a pipeline. */
export const selectSchema = z.strictObject({
  grid: z.record(z.string(), z.array(z.unknown()).min(1)).meta({
    description: 'values to try, by head.<option> or stages.<use>.<option>; all combinations',
  }),
  folds: z
    .int()
    .min(2)
    .default(5)
    .meta({ unit: '1', description: 'inner folds over the training groups' }),
  metric: z.string().meta({ description: 'the metric whose mean over groups decides' }),
})

/** One value for each path of a grid. */
export type Chosen = Readonly<Record<string, unknown>>

/** All combinations of a grid in order: the first path changes slowest. */
export function combinationsOf(grid: Select['grid']): Chosen[] {
  let all: Chosen[] = [{}]
  for (const [path, values] of Object.entries(grid)) {
    all = all.flatMap((chosen) => values.map((value) => ({ ...chosen, [path]: value })))
  }
  return all
}

/**
 * The branch with chosen options in place of its own, checked by the schemas of stage and head.
 *
 * @throws {NeurarrowError} `stage-options` when a path names nothing, several stages, or a stage
 *   that is not fitted in the fold, or a value is not allowed
 */
export function withChosen(branch: Branch, chosen: Chosen): Branch {
  let settled = branch
  for (const [path, value] of Object.entries(chosen)) settled = withOption(settled, path, value)
  return settled
}

function withOption(branch: Branch, path: string, value: unknown): Branch {
  const [what, use, ...rest] = path.split('.')
  if (what === 'head' && use !== undefined && rest.length === 0) {
    const { head, options } = branch.head
    return { ...branch, head: { head, options: replaced(head.options, options, path, value) } }
  }
  if (what !== 'stages' || rest.length !== 1) {
    fail('stage-options', { option: path, expected: expectedPaths })
  }
  const step = fittedStage(branch, use, path)
  const options = replaced(step.stage.options, step.options, path, value)
  const stages = branch.stages.map((one) => (one === step ? { ...step, options } : one))
  return { ...branch, stages }
}

const expectedPaths = 'head.<option> or stages.<use>.<option> of a stage fitted in the fold'

function fittedStage(branch: Branch, use: string, path: string): BranchStage {
  const named = branch.stages.filter((step) => step.use === use && scopeUnder(step) === 'fold')
  if (named.length === 1) return named[0]
  return fail('stage-options', { option: path, found: named.length, expected: expectedPaths })
}

function replaced(schema: z.ZodObject, options: Options, path: string, value: unknown): Options {
  const key = path.slice(path.lastIndexOf('.') + 1)
  const parsed = schema.safeParse({ ...options, [key]: value })
  if (parsed.success) return parsed.data
  const says = parsed.error.issues.map((issue) => issue.message)
  return fail('stage-options', { option: path, value, issues: says })
}

/**
 * Picks the options of a grid by a split of the training rows alone, which keeps apart what the
 * outer split does.
 *
 * Each combination is scored by the mean over groups of the metric; the best wins, of equal ones
 * the first. Stages in front of the first varied option run once for all combinations.
 *
 * @param train training rows of the outer fold
 * @throws {NeurarrowError} `stage-options` when grid or metric are not usable, `split-impossible`
 *   with fewer than two training groups
 */
export async function chooseOptions(
  train: Table,
  branch: Branch,
  classes: readonly string[],
  seed: number,
): Promise<Chosen> {
  const select = branch.select ?? fail('internal', { missing: 'select' })
  const metric = usableMetric(select, targetOf(train, branch.target, classes))
  const combinations = combinationsOf(select.grid)
  const settled = combinations.map((chosen) => withChosen(branch, chosen))
  const values = combinations.map((): number[] => [])
  for (const { sides, seed: own } of innerFolds(train, branch, select.folds, seed)) {
    const seen = new Map<string, Passed>()
    for (const [c, candidate] of settled.entries()) {
      const target = (rows: Table) => targetOf(rows, branch.target, classes)
      const passed = await passStages(sides, { stages: candidate.stages, target }, own, seen)
      values[c].push(...groupValues(passed.sides, candidate, { metric, classes, seed: own }))
    }
  }
  return combinations[bestOf(values, metric)]
}

function usableMetric({ metric: use }: Select, { classes, width = 0 }: Target): Metric {
  const metric = metricNamed(use)
  const kind = width > 0 ? 'vectors' : classes.length > 0 ? 'classes' : 'numbers'
  if (metric?.for === kind) return metric
  return fail('stage-options', { option: 'select.metric', value: use, target: kind })
}

/** The metric in each test group where it is defined. */
function groupValues(
  sides: Sides,
  { head, target, unit, positive, averageOver }: Branch,
  { metric, classes, seed }: { metric: Metric; classes: readonly string[]; seed: number },
): number[] {
  const asked = { ...head, target, classes, unit, seed: streamSeed(seed, 0) }
  const answered = averageAnswers(sides.test, answer(sides, asked), averageOver)
  const code = positiveCode(classes, positive)
  const columns = groupsOf(rowKeys(sides.test, [unit]), unit).columns
  const { scores, deviations } = answered
  const facts = { fold: 0, target: answered.target, scores, deviations, positive: code }
  const outcome = outcomeOf(makePredictions(answered.rows, { ...facts, unit, columns }))
  const values = rowsByCode(outcome.groups.codes, outcome.groups.names.length).map((rows) =>
    metric.compute(outcomeAnswers({ ...outcome, scores }, rows)),
  )
  return values.filter((value) => !Number.isNaN(value))
}

function bestOf(values: readonly (readonly number[])[], metric: Metric): number {
  const sign = metric.higherIsBetter ? 1 : -1
  let best = 0
  let bestMean = Number.NEGATIVE_INFINITY
  for (const [c, of] of values.entries()) {
    const mean = (sign * of.reduce((sum, value) => sum + value, 0)) / of.length
    if (mean > bestMean) {
      best = c
      bestMean = mean
    }
  }
  if (bestMean === Number.NEGATIVE_INFINITY) {
    fail('split-impossible', { metric: metric.use, undefinedIn: 'every inner fold' })
  }
  return best
}
