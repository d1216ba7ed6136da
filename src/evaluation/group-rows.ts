import { rowsByCode } from './group.ts'
import type { Answers, Judge, Metric } from './metric.ts'
import { outcomeAnswers } from './outcome-answers.ts'
import type { Outcome } from './predictions.ts'

/** The tested rows of one group, ready to be judged again and again. */
export interface GroupRows {
  readonly name: string
  /** Of its first row. */
  readonly fold: number
  /** Shape [N]: each row once, however often it was tested. */
  readonly truth: Float64Array
  /** Shape [N], a weight of 1 for each row. */
  readonly ones: Float64Array
  /** One for each metric: the mean over repeats, of those in which it is defined. */
  readonly judges: readonly Judge[]
}

/**
 * Predictions by group, with a judge for each metric.
 *
 * @param seenBy the predictions as a metric takes them; as they are by default
 */
export function groupRows(
  outcome: Outcome,
  metrics: readonly Metric[],
  seenBy: (metric: Metric) => Outcome = () => outcome,
): GroupRows[] {
  const { groups, fold } = outcome
  return rowsByCode(groups.codes, groups.names.length).map((rows, g) => {
    const { first, parts } = partsOf(outcome, rows)
    const { truth } = outcomeAnswers(outcome, first)
    const known = new Map<Outcome, Answers[]>()
    const answered = (of: Outcome) => {
      const before = known.get(of)
      if (before) return before
      const { candidates } = outcomeAnswers(of, first)
      const answers = parts.map((part) => ({ ...answersOf(of, part), candidates }))
      known.set(of, answers)
      return answers
    }
    return {
      name: groups.names[g],
      fold: fold[rows[0]],
      truth,
      ones: new Float64Array(first.length).fill(1),
      judges: metrics.map((metric) => {
        const answers = answered(seenBy(metric))
        return meanJudge(parts.map((part, i) => maskedJudge(metric.judge(answers[i]), part)))
      }),
    }
  })
}

/** The row of the outcome for each of N rows in one repeat; -1 where it was not tested. */
type Part = Int32Array

/** The group's rows, each once, and where each repeat has them. */
function partsOf({ repeat, identity }: Outcome, rows: Int32Array) {
  if (repeat === undefined || identity === undefined) return { first: rows, parts: [rows] }
  const place = new Map<string, number>()
  const first: number[] = []
  for (const row of rows) {
    if (place.has(identity[row])) continue
    place.set(identity[row], first.length)
    first.push(row)
  }
  const parts = new Map<number, Part>()
  for (const row of rows) {
    const part = parts.get(repeat[row]) ?? new Int32Array(first.length).fill(-1)
    part[place.get(identity[row]) ?? 0] = row
    parts.set(repeat[row], part)
  }
  return { first: Int32Array.from(first), parts: [...parts.values()] }
}

function maskedJudge(judge: Judge, part: Part): Judge {
  if (!part.includes(-1)) return judge
  const masked = new Float64Array(part.length)
  return (truth, weights) => {
    for (let i = 0; i < part.length; i++) masked[i] = part[i] < 0 ? 0 : weights[i]
    return judge(truth, masked)
  }
}

/** What was said of a row that a repeat did not test has no weight, and is that of another. */
function answersOf(outcome: Outcome, part: Part): Answers {
  const tested = part.find((row) => row >= 0) ?? 0
  const { truth: _, ...answers } = outcomeAnswers(
    outcome,
    part.map((row) => (row < 0 ? tested : row)),
  )
  return answers
}

function meanJudge(judges: readonly Judge[]): Judge {
  if (judges.length === 1) return judges[0]
  return (truth, weights) => {
    let sum = 0
    let defined = 0
    for (const judge of judges) {
      const value = judge(truth, weights)
      if (Number.isNaN(value)) continue
      sum += value
      defined++
    }
    return sum / defined
  }
}
