import { fail } from '../errors.ts'
import { type Across, acrossSets } from '../evaluation/across-sets.ts'
import { claimOf } from '../evaluation/claim.ts'
import { type Comparison, compareScores } from '../evaluation/compare.ts'
import { metricNamed } from '../evaluation/metrics.ts'
import type { PlannedPair } from '../evaluation/pair-families.ts'
import type { CurvePoint } from '../evaluation/score.ts'
import type { RunRecord } from '../store/run.ts'

/** A run under the name it is compared by. */
export interface NamedRun {
  readonly name: string
  readonly record: RunRecord
}

/** How a run fares with more and more rows of the tested group. */
export interface ShotCurve {
  readonly name: string
  readonly points: readonly {
    readonly shots: number
    readonly mean: number
    readonly low: number
    readonly high: number
  }[]
}

/** Runs on one data set, compared. */
export interface SetComparison extends Comparison {
  readonly dataset: string
  /** What a group is. */
  readonly unit: string
  readonly runs: readonly { readonly name: string; readonly key: string }[]
  /** The metric by the number of calibration rows, of the runs that have such a curve. */
  readonly curves: readonly ShotCurve[]
  /** What may be claimed of each pair, in the order of the pairs. */
  readonly claims: readonly string[]
}

/** Runs compared, data set by data set, and over all. */
export interface RunsComparison {
  readonly metric: string
  readonly title: string
  readonly higherIsBetter: boolean
  readonly sets: readonly SetComparison[]
  readonly across: readonly Across[]
  /** What stands in the way of a claim, in sentences. */
  readonly doubts: readonly string[]
}

/** The name of a run when it is not given one: pipeline, and what was swept: `motor head=lda`. */
export function runName({ pipeline, variant = {} }: RunRecord): string {
  const parts = Object.entries(variant).map(([path, value]) => {
    return `${path.split('.').pop() ?? path}=${shortValue(value)}`
  })
  return [pipeline, ...parts].join(' ')
}

/** A stage or head without options by its name alone. */
function shortValue(value: unknown): string {
  const [name, ...others] = Object.keys(Object(value))
  const options = name === undefined ? undefined : Reflect.get(Object(value), name)
  const isName =
    others.length === 0 && typeof options === 'object' && Object.keys(options ?? {}).length === 0
  return isName ? name : JSON.stringify(value)
}

/**
 * Compares runs by one metric, in pairs of groups, on each data set that two or more have.
 *
 * @param how.metric by default the first that all have
 * @param how.planned names of pairs that were chosen before scores were seen; they are corrected
 *   by themselves
 * @throws {NeurarrowError} `arguments-invalid` when there is nothing to compare: fewer than two
 *   runs of a data set, equal names, another target, other groups, or a planned pair of runs
 *   that are not there
 */
export function compareRuns(
  runs: readonly NamedRun[],
  { metric: use, planned = [] }: HowToCompare = {},
): RunsComparison {
  requirePlanned(runs, planned)
  const shared = Object.keys(runs[0]?.record.scores ?? {}).filter((one) =>
    runs.every(({ record }) => one in record.scores),
  )
  const metric = use ?? shared[0]
  if (metric === undefined || !shared.includes(metric)) {
    fail('arguments-invalid', { option: '--metric', value: use, metrics: shared })
  }
  const { title = metric, higherIsBetter = true } = metricNamed(metric) ?? {}
  const bySet = new Map<string, NamedRun[]>()
  for (const run of runs) {
    const { dataset } = run.record.data
    bySet.set(dataset, [...(bySet.get(dataset) ?? []), run])
  }
  const sets = [...bySet].map(([dataset, own]) =>
    compareSet(dataset, own, { metric, title, higherIsBetter, planned }),
  )
  const doubts = runs.flatMap(doubtsOf).concat(sets.flatMap((set) => rowDoubts(set, runs, metric)))
  return { metric, title, higherIsBetter, sets, across: acrossSets(sets, planned), doubts }
}

interface HowToCompare {
  readonly metric?: string
  readonly planned?: readonly PlannedPair[]
}

interface OfMetric extends Required<HowToCompare> {
  readonly title: string
  readonly higherIsBetter: boolean
}

function requirePlanned(runs: readonly NamedRun[], planned: readonly PlannedPair[]): void {
  const names = runs.map(({ name }) => name)
  for (const [a, b] of planned) {
    if (a !== b && names.includes(a) && names.includes(b)) continue
    fail('arguments-invalid', { option: '--planned', value: `${a},${b}`, runs: names })
  }
}

function compareSet(
  dataset: string,
  runs: readonly NamedRun[],
  { metric, title, higherIsBetter, planned }: OfMetric,
): SetComparison {
  requireComparable(dataset, runs)
  const contestants = runs.map(({ name, record }) => ({
    name,
    perGroup: record.scores[metric].perGroup,
  }))
  const comparison = compareScores(contestants, { higherIsBetter, seed: 0, planned })
  if (comparison.groups.length === 0) fail('arguments-invalid', { dataset, groupsInCommon: 0 })
  const { unit } = runs[0].record.certificate
  const facts = { metric: title, unit, dataset }
  return {
    ...{ dataset, unit, ...comparison },
    runs: runs.map(({ name, record }) => ({ name, key: record.key })),
    curves: runs.flatMap(({ name, record: { curve = [] } }) =>
      curve.length > 0 ? [{ name, points: pointsOf(curve, metric) }] : [],
    ),
    claims: comparison.pairs.map((pair) => claimOf(pair, facts)),
  }
}

function pointsOf(curve: readonly CurvePoint[], metric: string): ShotCurve['points'] {
  return curve.map(({ shots, byMetric }) => ({ shots, ...byMetric[metric] }))
}

function requireComparable(dataset: string, runs: readonly NamedRun[]): void {
  const names = runs.map(({ name }) => name)
  const differing = (of: (record: RunRecord) => string) => {
    const words = [...new Set(runs.map(({ record }) => of(record)))]
    return words.length > 1 ? words : undefined
  }
  if (runs.length < 2) fail('arguments-invalid', { dataset, runs: names, expected: 'two or more' })
  if (new Set(names).size < names.length) {
    const remedy = 'name them: NAME=FOLDER'
    fail('arguments-invalid', { dataset, runs: names, expected: 'different names', remedy })
  }
  const targets = differing((record) => record.evaluation.target)
  if (targets) fail('arguments-invalid', { dataset, targets, expected: 'one target' })
  const units = differing((record) => record.certificate.unit)
  if (units) fail('arguments-invalid', { dataset, units, expected: 'one unit of the split' })
}

function doubtsOf({ name, record }: NamedRun): string[] {
  const { clean, transductive, calibration } = record.certificate
  const doubts: string[] = []
  if (!clean) doubts.push(`${name} has no clean certificate: nothing may be claimed from it.`)
  if (calibration) {
    doubts.push(
      `${name} was trained on rows of those it was tested on, as its split declares: a claim ` +
        'holds where such rows are there.',
    )
  }
  if (transductive.length > 0) {
    doubts.push(
      `${name} is transductive (${transductive.join(', ')}): a claim holds where all recordings ` +
        'of a person are there before the first decision.',
    )
  }
  return doubts
}

/** Groups whose scores stand on different numbers of rows. */
function rowDoubts(set: SetComparison, runs: readonly NamedRun[], metric: string): string[] {
  const own = runs.filter(({ record }) => record.data.dataset === set.dataset)
  const differing = set.groups.filter((group) => {
    const rows = own.map(({ record }) => record.scores[metric].intervals[group]?.rows)
    return new Set(rows).size > 1
  })
  const doubts: string[] = []
  if (differing.length > 0) {
    doubts.push(
      `In ${differing.length} of ${set.groups.length} ${set.unit}s of ${set.dataset} the runs ` +
        'were tested on different numbers of rows.',
    )
  }
  if (set.leftOut.length > 0) {
    doubts.push(`Left out, because not all runs have a value: ${set.leftOut.join(', ')}.`)
  }
  return doubts
}
