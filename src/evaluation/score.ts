import { fail } from '../errors.ts'
import { random } from '../kernels/random.ts'
import { f64, i32, makeTable, type Table, textOf } from '../tables/table.ts'
import { rowsByCode, type Unit } from './group.ts'
import type { Judge, Metric } from './metric.ts'
import { metrics as known, metricNamed } from './metrics.ts'
import { outcomeAnswers } from './outcome-answers.ts'
import { type Outcome, outcomeOf } from './predictions.ts'
import { bootstrapMean, type Interval, percentileInterval, streamSeed } from './resample.ts'

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
}

/** One metric over all groups. Numbers that are not defined are NaN, in JSON null. */
export interface MetricScore {
  /** The mean over the groups in which the metric is defined. */
  readonly mean: number
  /** 95 % interval of the mean: percentile bootstrap over groups. NaN for a single group. */
  readonly low: number
  readonly high: number
  /** The mean of the same figure when the labels are shuffled within each group. */
  readonly chance: number
  /** (1 + shuffles at least as good) / (1 + shuffles). */
  readonly p: number
  /** Over all tested rows at once, whatever their group. */
  readonly pooled: number
  /** The value of each group; NaN where it is not defined. */
  readonly perGroup: Readonly<Record<string, number>>
  /** 95 % interval of each group, by bootstrap over its rows, and how many rows it has. */
  readonly intervals: Readonly<Record<string, Interval & { readonly rows: number }>>
  /** Groups in which the metric is not defined; they are not in the mean. */
  readonly undefinedGroups: readonly string[]
}

/** Scores by metric name, and the same as a table with a row for each metric and group. */
export interface Scores {
  readonly byMetric: Readonly<Record<string, MetricScore>>
  readonly table: Table<'scores'>
}

/**
 * Scores predictions per group, with intervals and with chance from permutations.
 *
 * Depends on the predictions and the seed alone. Shuffling treats the rows of a group as
 * exchangeable; where neighbouring rows share their label (one label a recording), p is a lower
 * bound, and the interval over groups is what to go by.
 *
 * @throws {NeurarrowError} `stage-options` when a metric is unknown, does not go with the target,
 *   or `positive` is not a class; `split-impossible` when there are no predictions
 */
export function scorePredictions(predictions: Table<'predictions'>, options: ScoreOptions): Scores {
  const outcome = outcomeOf(predictions, options.unit, options.positive)
  const chosen = options.metrics.map((use) => usable(use, outcome))
  if (predictions.rows === 0) fail('split-impossible', { testRows: 0 })
  const groups = groupRows(outcome, chosen)
  const permuted = permutedMeans(groups, chosen, options)
  const intervals = groups.map((group, g) => rowIntervals(group, g, options))
  const pooled = outcomeAnswers(
    outcome,
    outcome.truth.map((_, row) => row),
  )
  const byMetric: Record<string, MetricScore> = {}
  for (const [m, metric] of chosen.entries()) {
    const values = groups.map((group) => group.judges[m](group.truth, group.ones))
    const defined = Float64Array.from(values).filter((value) => !Number.isNaN(value))
    const mean = meanOf(defined)
    const { bootstraps = 2000, seed } = options
    byMetric[metric.use] = {
      mean,
      ...bootstrapMean(defined, bootstraps, streamSeed(seed, 0)),
      ...againstChance(mean, permuted[m], metric.higherIsBetter),
      pooled: metric.compute(pooled),
      perGroup: Object.fromEntries(groups.map((group, g) => [group.name, values[g]])),
      intervals: Object.fromEntries(
        groups.map((group, g) => [group.name, { ...intervals[g][m], rows: group.truth.length }]),
      ),
      undefinedGroups: groups.filter((_, g) => Number.isNaN(values[g])).map((group) => group.name),
    }
  }
  return { byMetric, table: scoresTable(groups, chosen, byMetric) }
}

interface GroupRows {
  readonly name: string
  readonly fold: number
  readonly truth: Float64Array
  readonly ones: Float64Array
  /** One for each metric. */
  readonly judges: readonly Judge[]
}

function usable(use: string, { classes, candidates }: Outcome): Metric {
  const metric = metricNamed(use)
  const kind = candidates ? 'vectors' : classes.length > 0 ? 'classes' : 'numbers'
  const fitting = known.filter((one) => one.for === kind).map((one) => one.use)
  if (metric?.for === kind) return metric
  return fail('stage-options', { option: 'metrics', value: use, target: kind, metrics: fitting })
}

function groupRows(outcome: Outcome, chosen: readonly Metric[]): GroupRows[] {
  const { groups, fold } = outcome
  return rowsByCode(groups.codes, groups.names.length).map((rows, g) => {
    const { truth, ...answers } = outcomeAnswers(outcome, rows)
    return {
      name: groups.names[g],
      fold: fold[rows[0]],
      truth,
      ones: new Float64Array(rows.length).fill(1),
      judges: chosen.map((metric) => metric.judge(answers)),
    }
  })
}

/** Each group's interval for each metric; all metrics see the same resamples. */
function rowIntervals(group: GroupRows, g: number, options: ScoreOptions): Interval[] {
  const { bootstraps = 2000, seed } = options
  const { truth } = group
  const judges = [...group.judges.entries()]
  const rows = truth.length
  const draw = random(streamSeed(seed, 1, g))
  const weights = new Float64Array(rows)
  const values = group.judges.map(() => new Float64Array(bootstraps))
  for (let b = 0; b < bootstraps; b++) {
    weights.fill(0)
    for (let i = 0; i < rows; i++) weights[draw.integer(rows)]++
    for (const [m, judge] of judges) values[m][b] = judge(truth, weights)
  }
  const alone = { low: Number.NaN, high: Number.NaN }
  return values.map((drawn, m) => {
    const known = rows > 1 && !Number.isNaN(group.judges[m](group.truth, group.ones))
    return known ? percentileInterval(drawn) : alone
  })
}

/** For each metric, the mean over groups under each shuffle of the labels within groups. */
function permutedMeans(
  groups: readonly GroupRows[],
  chosen: readonly Metric[],
  { permutations = 1000, seed }: ScoreOptions,
): Float64Array[] {
  const sums = chosen.map(() => new Float64Array(permutations))
  const counts = chosen.map(() => new Int32Array(permutations))
  for (const [g, group] of groups.entries()) {
    const draw = random(streamSeed(seed, 2, g))
    const shuffled = group.truth.slice()
    for (let p = 0; p < permutations; p++) {
      draw.shuffle(shuffled)
      for (let m = 0; m < chosen.length; m++) {
        const value = group.judges[m](shuffled, group.ones)
        if (Number.isNaN(value)) continue
        sums[m][p] += value
        counts[m][p]++
      }
    }
  }
  return sums.map((sum, m) => sum.map((total, p) => total / counts[m][p]))
}

function againstChance(mean: number, permuted: Float64Array, higherIsBetter: boolean) {
  const defined = permuted.filter((value) => !Number.isNaN(value))
  if (Number.isNaN(mean) || defined.length === 0) return { chance: Number.NaN, p: Number.NaN }
  // Equal values may differ in their last bits when sums run in another order.
  const rounding = 1e-12
  const asGood = defined.filter((value) =>
    higherIsBetter ? value >= mean - rounding : value <= mean + rounding,
  ).length
  return { chance: meanOf(defined), p: (1 + asGood) / (1 + defined.length) }
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
    const { mean, low, high, chance, p } = byMetric[use]
    return [use, { mean, low, high, chance, p }]
  })
  return makeTable('scores', columns, { means: JSON.stringify(Object.fromEntries(means)) })
}
