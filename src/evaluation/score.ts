import { fail } from '../errors.ts'
import { random } from '../kernels/random.ts'
import { takeRows } from '../tables/rows.ts'
import {
  f64,
  f64Of,
  hasColumn,
  i32,
  i32Of,
  makeTable,
  type Table,
  textOf,
} from '../tables/table.ts'
import { type Calibration, calibrationOf } from './calibration.ts'
import { againstChance, boundOf, shuffledScores } from './chance.ts'
import { type Coverage, conformalSets } from './conformal.ts'
import type { Unit } from './group.ts'
import { type GroupRows, groupRows } from './group-rows.ts'
import type { Metric } from './metric.ts'
import { metrics as known, metricNamed } from './metrics.ts'
import { outcomeAnswers } from './outcome-answers.ts'
import { type Outcome, outcomeOf } from './predictions.ts'
import { bootstrapMean, type Interval, intervalOf, streamSeed } from './resample.ts'
import { outcomeThrough, type Seen, sightKey } from './sight.ts'

/** How predictions are scored. */
export interface ScoreOptions {
  /** Names of metrics. */
  readonly metrics: readonly string[]
  /** What a group is: what the split kept together. */
  readonly unit: Unit
  readonly seed: number
  /** Resamples for the intervals; 2000 by default. */
  readonly bootstraps?: number
  /** Shuffles for chance and p; 1000 by default. */
  readonly permutations?: number
  /** The positive class of two; by default what the predictions say. */
  readonly positive?: string
  /** What models see in images, for metrics that look through them. */
  readonly seen?: Seen
}

/** One metric over all groups. Numbers that are not defined are NaN, in JSON null. */
export interface MetricScore {
  /** The mean over the groups in which the metric is defined. */
  readonly mean: number
  /** 95 % interval of the mean: BCa bootstrap over groups. NaN for a single group. */
  readonly low: number
  readonly high: number
  /** The mean of the same figure when the labels are shuffled within each group. */
  readonly chance: number
  /** What shuffled labels reach or pass in 5 % of cases: chance for so few rows. */
  readonly chanceBound: number
  /** Share of arrangements at least as good; (1 + so many) / (1 + shuffles) when not exact. */
  readonly p: number
  /** Whether p and chance are from all arrangements of the labels, not from shuffles. */
  readonly exact: boolean
  /** Over all tested rows at once, whatever their group. */
  readonly pooled: number
  /** The value of each group; NaN where it is not defined. */
  readonly perGroup: Readonly<Record<string, number>>
  /** The mean without each group in turn: what hangs on one of them. */
  readonly without: Readonly<Record<string, number>>
  /** 95 % interval of each group, by bootstrap over its rows, and what chance passes in 5 %. */
  readonly intervals: Readonly<Record<string, GroupInterval>>
  /** Groups in which the metric is not defined; they are not in the mean. */
  readonly undefinedGroups: readonly string[]
  /** Of a repeated split, the mean of each draw: what hangs on the draw. */
  readonly repeats?: readonly number[]
}

/** What is known about one group's value. */
export interface GroupInterval extends Interval {
  readonly rows: number
  readonly chanceBound: number
}

/** Scores by metric name, and the same as a table with a row for each metric and group. */
export interface Scores {
  readonly byMetric: Readonly<Record<string, MetricScore>>
  readonly table: Table<'scores'>
  /** Absent when the scores of the head are no probabilities. */
  readonly calibration?: Calibration
  /** Empty for numbers and for one group. */
  readonly coverage: readonly Coverage[]
  /** One for each number of declared calibration rows, ascending; absent without such. */
  readonly curve?: readonly CurvePoint[]
}

/** Scores with so many declared calibration rows of each class, or such a share of them. */
export interface CurvePoint {
  readonly shots: number
  readonly byMetric: Readonly<Record<string, Interval & { readonly mean: number }>>
}

/**
 * Scores predictions per group, with intervals and with chance from permutations, which are exact
 * when there are few.
 *
 * With several numbers of declared calibration rows the scores are those of the largest, and a
 * curve has all; with a repeated split a group's value is its mean over repeats. All depends on the
 * predictions and the seed alone. Shuffling treats the rows of a group as exchangeable; where
 * neighbouring rows share their label (one label a recording), p is a lower bound. Predictions are
 * held fixed: folds that share training rows are taken as independent, which makes p too small
 * where features are few; the control `labelShuffle` fits anew.
 *
 * @throws {NeurarrowError} `stage-options` when a metric is unknown, does not go with the target,
 *   or `positive` is not a class; `split-impossible` when there are no predictions
 */
export function scorePredictions(predictions: Table<'predictions'>, options: ScoreOptions): Scores {
  if (!hasColumn(predictions, 'shots')) return withRepeats(predictions, options)
  const steps = [...new Set(f64Of(predictions, 'shots'))].sort((a, b) => a - b)
  const scored = steps.map((shots, i) => {
    const rows = rowsWith(predictions, shots)
    // Chance is asked for once: all steps test the same rows.
    return scoreRows(rows, i < steps.length - 1 ? { ...options, permutations: 0 } : options)
  })
  const curve = scored.map(({ byMetric }, i) => {
    const means = Object.entries(byMetric).map(([use, { mean, low, high }]) => [
      use,
      { mean, low, high },
    ])
    return { shots: steps[i], byMetric: Object.fromEntries(means) as CurvePoint['byMetric'] }
  })
  return { ...scored[scored.length - 1], curve }
}

/** The predictions that scores are of: those with the largest number of calibration rows. */
export function scoredRows(predictions: Table<'predictions'>): Table<'predictions'> {
  if (!hasColumn(predictions, 'shots')) return predictions
  const most = f64Of(predictions, 'shots').reduce((a, b) => Math.max(a, b), 0)
  return rowsWith(predictions, most)
}

function rowsWith(predictions: Table<'predictions'>, shots: number): Table<'predictions'> {
  const of = f64Of(predictions, 'shots')
  return takeRows(
    predictions,
    [...of.keys()].filter((row) => of[row] === shots),
  )
}

/** The scores, with the mean of each draw where the split was drawn several times. */
function withRepeats(predictions: Table<'predictions'>, options: ScoreOptions): Scores {
  const scores = scoreRows(predictions, options)
  if (!hasColumn(predictions, 'repeat')) return scores
  const of = i32Of(predictions, 'repeat')
  const draws = [...new Set(of)].sort((a, b) => a - b)
  const each = draws.map((draw) => {
    const rows = [...of.keys()].filter((row) => of[row] === draw)
    const quick = { ...options, permutations: 0, bootstraps: 1 }
    return scoreRows(takeRows(predictions, rows), quick).byMetric
  })
  const entries = Object.entries(scores.byMetric).map(([use, score]) => {
    return [use, { ...score, repeats: each.map((own) => own[use].mean) }] as const
  })
  return { ...scores, byMetric: Object.fromEntries(entries) }
}

function scoreRows(predictions: Table<'predictions'>, options: ScoreOptions): Scores {
  const outcome = outcomeOf(predictions, options.unit, options.positive)
  const chosen = options.metrics.map((use) => usable(use, outcome))
  if (predictions.rows === 0) fail('split-impossible', { testRows: 0 })
  const seenBy = lensesOf(outcome, chosen, options.seen)
  const groups = groupRows(outcome, chosen, seenBy)
  const { permutations = 1000, seed } = options
  const shuffled = shuffledScores(groups, chosen.length, { permutations, seed })
  const intervals = groups.map((group, g) => rowIntervals(group, g, options))
  const all = outcome.truth.map((_, row) => row)
  const byMetric: Record<string, MetricScore> = {}
  for (const [m, metric] of chosen.entries()) {
    const named = groups.map((group, g): [string, GroupInterval] => {
      const chanceBound = boundOf(shuffled[m].groups[g], metric.higherIsBetter)
      return [group.name, { ...intervals[g][m], rows: group.truth.length, chanceBound }]
    })
    const values = groups.map((group) => group.judges[m](group.truth, group.ones))
    const mean = meanOf(Float64Array.from(values).filter(isNumber))
    byMetric[metric.use] = {
      ...summaryOf(groups, values, options),
      ...againstChance(mean, shuffled[m], metric.higherIsBetter),
      pooled: metric.compute(outcomeAnswers(seenBy(metric), all)),
      intervals: Object.fromEntries(named),
    }
  }
  return {
    byMetric,
    table: scoresTable(groups, chosen, byMetric),
    calibration: calibrationOf(outcome),
    coverage: conformalSets(outcome),
  }
}

/** The predictions as each metric takes them, looked at once through each layer. */
function lensesOf(outcome: Outcome, metrics: readonly Metric[], seen: Seen | undefined) {
  const lenses = new Map<string, Outcome>()
  for (const metric of metrics) {
    const key = metric.through ? sightKey(metric.through) : ''
    if (!lenses.has(key)) lenses.set(key, outcomeThrough(outcome, metric, seen))
  }
  return ({ through }: Metric) => lenses.get(through ? sightKey(through) : '') ?? outcome
}

/** The mean over groups, its interval, and the part that each group has in it. */
function summaryOf(
  groups: readonly GroupRows[],
  values: readonly number[],
  { bootstraps = 2000, seed }: ScoreOptions,
) {
  const defined = Float64Array.from(values).filter(isNumber)
  const sum = defined.reduce((all, value) => all + value, 0)
  const without = values.flatMap((value, g) =>
    isNumber(value) ? [[groups[g].name, (sum - value) / (defined.length - 1)]] : [],
  )
  return {
    mean: sum / defined.length,
    ...bootstrapMean(defined, bootstraps, streamSeed(seed, 0)),
    perGroup: Object.fromEntries(groups.map((group, g) => [group.name, values[g]])),
    without: Object.fromEntries(without) as Record<string, number>,
    undefinedGroups: groups.filter((_, g) => Number.isNaN(values[g])).map((group) => group.name),
  }
}

function isNumber(value: number): boolean {
  return !Number.isNaN(value)
}

function usable(use: string, { classes, candidates }: Outcome): Metric {
  const metric = metricNamed(use)
  const kind = candidates ? 'vectors' : classes.length > 0 ? 'classes' : 'numbers'
  const fitting = known.filter((one) => one.for === kind).map((one) => one.use)
  if (metric?.for === kind) return metric
  return fail('stage-options', { option: 'metrics', value: use, target: kind, metrics: fitting })
}

/** Each group's interval for each metric; all metrics see the same resamples. */
function rowIntervals(group: GroupRows, g: number, options: ScoreOptions): Interval[] {
  const { bootstraps = 2000, seed } = options
  const { truth, ones } = group
  const rows = truth.length
  const draw = random(streamSeed(seed, 1, g))
  const judged = (length: number, weigh: (weights: Float64Array, turn: number) => void) => {
    const weights = new Float64Array(rows)
    const values = group.judges.map(() => new Float64Array(length))
    for (let turn = 0; turn < length; turn++) {
      weigh(weights, turn)
      for (let m = 0; m < values.length; m++) values[m][turn] = group.judges[m](truth, weights)
    }
    return values
  }
  const resampled = judged(bootstraps, (weights) => {
    weights.fill(0)
    for (let i = 0; i < rows; i++) weights[draw.integer(rows)]++
  })
  const leftOut = judged(rows, (weights, turn) => {
    weights.fill(1)
    weights[turn] = 0
  })
  return group.judges.map((judge, m) => {
    const value = judge(truth, ones)
    if (rows < 2 || Number.isNaN(value)) return { low: Number.NaN, high: Number.NaN }
    return intervalOf({ values: resampled[m], value, leftOut: leftOut[m] })
  })
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function scoresTable(
  groups: readonly GroupRows[],
  chosen: readonly Metric[],
  byMetric: Readonly<Record<string, MetricScore>>,
): Table<'scores'> {
  const rows = chosen.flatMap(({ use }) => groups.map((group) => ({ use, ...group })))
  const numbers = (of: (row: (typeof rows)[number]) => number) => f64(Float64Array.from(rows, of))
  const columns = {
    metric: textOf(rows.map((row) => row.use)),
    group: textOf(rows.map((row) => row.name)),
    fold: i32(Int32Array.from(rows, (row) => row.fold)),
    value: numbers((row) => byMetric[row.use].perGroup[row.name]),
    low: numbers((row) => byMetric[row.use].intervals[row.name].low),
    high: numbers((row) => byMetric[row.use].intervals[row.name].high),
  }
  const means = chosen.map(({ use }) => {
    const { mean, low, high, chance, chanceBound, p } = byMetric[use]
    return [use, { mean, low, high, chance, chanceBound, p }]
  })
  return makeTable('scores', columns, { means: JSON.stringify(Object.fromEntries(means)) })
}
