import * as z from 'zod'
import { fail } from '../errors.ts'
import type { Table } from '../tables/table.ts'
import { answer } from './answer.ts'
import { averageAnswers } from './average-answers.ts'
import { type Branch, passStages } from './branch.ts'
import { groupsOf, rowKeys, rowsByCode } from './group.ts'
import { innerFolds } from './inner-folds.ts'
import { metricNamed } from './metrics.ts'
import { streamSeed } from './resample.ts'
import { targetOf } from './target.ts'

/** The `threshold:` of a pipeline. */
export const thresholdSchema = z.strictObject({
  metric: z
    .string()
    .default('balancedAccuracy')
    .meta({ description: 'the metric whose mean over training groups the threshold makes best' }),
  folds: z
    .int()
    .min(2)
    .default(5)
    .meta({ unit: '1', description: 'inner folds over the training groups' }),
})

/** Where the second of two classes is said: above this difference of the scores. */
export interface Threshold {
  /** Of probabilities the difference is that of their logarithms, the log-odds. */
  readonly at: number
  readonly probabilities: boolean
}

/** At most so many thresholds are tried. */
const mostTried = 256

/**
 * Finds the threshold between two classes by a split of the training rows alone, which keeps apart
 * what the outer split does.
 *
 * Every training row is scored by a fold that did not see its group; tried are the middles between
 * neighbouring scores, 256 at most. Of thresholds that are equally good the middle one is taken.
 *
 * @param branch with options settled
 * @throws {NeurarrowError} `stage-options` when there are not two classes or the metric is not one
 *   of classes, `split-impossible` with fewer than two training groups
 */
export async function chooseThreshold(
  train: Table,
  branch: Branch,
  classes: readonly string[],
  seed: number,
): Promise<Threshold> {
  const options = branch.threshold ?? fail('internal', { missing: 'threshold' })
  if (classes.length !== 2) fail('stage-options', { option: 'threshold', classes, expected: 2 })
  const scores = new Float64Array(train.rows * 2)
  for (const inner of innerFolds(train, branch, options.folds, seed)) {
    const target = (of: Table) => targetOf(of, branch.target, classes)
    const passed = await passStages(inner.sides, { stages: branch.stages, target }, inner.seed)
    const question = { ...branch.head, target: branch.target, classes, unit: branch.unit }
    const { scores: own } = answer(passed.sides, { ...question, seed: streamSeed(inner.seed, 0) })
    inner.testRows.forEach((row, i) => {
      scores.set(own.subarray(2 * i, 2 * i + 2), 2 * row)
    })
  }
  const probabilities = areProbabilities(scores)
  const own = { scores, target: targetOf(train, branch.target, classes) }
  const told = averageAnswers(train, own, branch.averageOver)
  const differences = differencesOf(told.scores, probabilities)
  const { codes, names } = groupsOf(rowKeys(told.rows, [branch.unit]), branch.unit)
  const groups = rowsByCode(codes, names.length)
  const truth = told.target.y
  return { at: bestOf(differences, { groups, truth, metric: options.metric }), probabilities }
}

/**
 * Scores of two classes moved so that the threshold lies where both are equal; the order of rows by
 * their scores stays, and probabilities stay probabilities.
 *
 * @param scores shape [R, 2]
 * @returns shape [R, 2]
 */
export function movedScores(scores: Float64Array, threshold: Threshold): Float64Array {
  const { at, probabilities } = threshold
  const out = new Float64Array(scores.length)
  differencesOf(scores, probabilities).forEach((difference, r) => {
    const second = difference - at
    out[2 * r] = probabilities ? 1 / (1 + Math.exp(second)) : scores[2 * r] + at / 2
    out[2 * r + 1] = probabilities ? 1 / (1 + Math.exp(-second)) : scores[2 * r + 1] - at / 2
  })
  return out
}

function areProbabilities(scores: Float64Array): boolean {
  for (let i = 0; i < scores.length; i += 2) {
    const [a, b] = [scores[i], scores[i + 1]]
    if (!(a >= 0 && b >= 0 && Math.abs(a + b - 1) < 1e-6)) return false
  }
  return true
}

/** How much the second score is above the first, shape [R]. */
function differencesOf(scores: Float64Array, probabilities: boolean): Float64Array {
  const least = Number.MIN_VALUE
  return Float64Array.from({ length: scores.length / 2 }, (_, r) => {
    const [a, b] = [scores[2 * r], scores[2 * r + 1]]
    return probabilities ? Math.log(Math.max(b, least)) - Math.log(Math.max(a, least)) : b - a
  })
}

interface Judged {
  readonly groups: readonly ArrayLike<number>[]
  readonly truth: Float64Array
  readonly metric: string
}

function bestOf(differences: Float64Array, { groups, truth, metric: use }: Judged): number {
  const metric = metricNamed(use)
  if (metric?.for !== 'classes') fail('stage-options', { option: 'threshold.metric', value: use })
  const sign = metric.higherIsBetter ? 1 : -1
  const own = groups.map((group) => {
    const apart = Float64Array.from(group, (row) => differences[row])
    const scores = pairedScores(apart)
    return { apart, scores, truth: Float64Array.from(group, (row) => truth[row]) }
  })
  const values = triedOf(differences).map((at) => {
    let [sum, known] = [0, 0]
    for (const group of own) {
      const prediction = group.apart.map((difference) => (difference > at ? 1 : 0))
      const value = metric.compute({ ...group, prediction, classes: 2, positive: 1 })
      if (Number.isNaN(value)) continue
      sum += value
      known++
    }
    return { at, mean: (sign * sum) / known }
  })
  const top = Math.max(...values.map(({ mean }) => mean))
  const equals = values.filter(({ mean }) => mean === top)
  if (equals.length > 0) return equals[(equals.length - 1) >> 1].at
  return fail('split-impossible', { threshold: use, undefinedIn: 'every training group' })
}

/** Scores of two classes of which the first is 0, shape [N] to [N, 2]. */
function pairedScores(apart: Float64Array): Float64Array {
  return Float64Array.from({ length: 2 * apart.length }, (_, i) => (i % 2 ? apart[i >> 1] : 0))
}

/** Middles between neighbouring differences, ascending; both sides of a single one. */
function triedOf(differences: Float64Array): number[] {
  const distinct = [...new Set(differences)].sort((a, b) => a - b)
  const middles = distinct.slice(1).map((high, i) => (high + distinct[i]) / 2)
  const step = Math.max(1, middles.length / mostTried)
  const count = Math.min(middles.length, mostTried)
  const tried = Array.from({ length: count }, (_, i) => middles[Math.floor(i * step)])
  return tried.length > 0 ? tried : [0]
}
