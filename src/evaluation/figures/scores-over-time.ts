import type { Branch } from '../branch.ts'
import type { Metric } from '../metric.ts'
import { streamSeed } from '../resample.ts'

/** Windows as numbers. */
export interface TimeBlock {
  /** Shape [R, C, T]. */
  readonly values: Float32Array
  readonly channels: number
  readonly samples: number
}

/** A fold, and the places among its test rows of each tested group. */
export interface TimeFold {
  readonly fold: number
  readonly trainRows: Int32Array
  readonly testRows: Int32Array
  readonly groups: readonly Int32Array[]
  /** Code of the group of each training row. */
  readonly trainGroups: Int32Array
}

/** What is fitted and scored. */
export interface TimeQuestion {
  readonly branch: Branch
  readonly standardize: boolean
  /** Shape [R], class codes below `classes`. */
  readonly y: Float64Array
  readonly classes: number
  readonly positive: number
  readonly metric: Metric
}

/** Scores by training and test time. */
export interface OverTime {
  /** Shape [T, T] each: training time, then test time; groups where the metric is not defined are
   * left out. */
  readonly perGroup: readonly Float64Array[]
  readonly times: number
}

/**
 * Fits the head at each time of the training rows and scores it at all times of the test rows.
 *
 * @throws {NeurarrowError} what the head raises
 */
export function scoresOverTime(
  block: TimeBlock,
  folds: readonly TimeFold[],
  question: TimeQuestion,
): OverTime {
  const times = block.samples
  const perGroup = folds.flatMap((fold) => {
    const own = fold.groups.map(() => new Float64Array(times * times))
    for (let t = 0; t < times; t++) {
      scoreAt(block, fold, { ...question, time: t }).forEach((row, g) => {
        own[g].set(row, t * times)
      })
    }
    return own
  })
  return { perGroup: perGroup.filter((scores) => scores.every(Number.isFinite)), times }
}

/** Scores of each tested group at all times, of a head that was fitted at one. */
function scoreAt(
  block: TimeBlock,
  { fold, trainRows, testRows, groups, trainGroups }: TimeFold,
  { branch, standardize, y, classes, positive, metric, time }: TimeQuestion & { time: number },
): Float64Array[] {
  const { channels, samples: times } = block
  const train = slice(block, trainRows, [time])
  const test = slice(
    block,
    testRows,
    Array.from({ length: times }, (_, t) => t),
  )
  if (standardize) scaleAlike(train, test, channels)
  const labels = { y: Float64Array.from(trainRows, (row) => y[row]), classes, groups: trainGroups }
  const { head, options } = branch.head
  const seed = streamSeed(branch.seed, 8, fold, time)
  const x = { values: train, rows: trainRows.length, cols: channels }
  const fitted = head.fit(x, labels, options, seed)
  const all = { values: test, rows: testRows.length * times, cols: channels }
  const scores = fitted.predict(all)
  return groups.map((places) => {
    const truth = Float64Array.from(places, (place) => y[testRows[place]])
    return Float64Array.from({ length: times }, (_, t) => {
      const own = Float64Array.from({ length: places.length * classes }, (_, i) => {
        const row = t * testRows.length + places[Math.floor(i / classes)]
        return scores[row * classes + (i % classes)]
      })
      const prediction = Float64Array.from(places, (_, i) => largest(own, i, classes))
      return metric.compute({ truth, prediction, scores: own, classes, positive })
    })
  })
}

/** The channels of some rows at some times: time after time, row after row, shape [N · R, C]. */
function slice(
  { values, channels, samples }: TimeBlock,
  rows: Int32Array,
  times: readonly number[],
): Float64Array {
  const out = new Float64Array(times.length * rows.length * channels)
  let at = 0
  for (const t of times) {
    for (const row of rows) {
      for (let c = 0; c < channels; c++) out[at++] = values[(row * channels + c) * samples + t]
    }
  }
  return out
}

/** Takes mean and deviation of the training rows out of both; a constant channel becomes 0. */
function scaleAlike(train: Float64Array, test: Float64Array, channels: number): void {
  const rows = train.length / channels
  for (let c = 0; c < channels; c++) {
    let mean = 0
    for (let r = 0; r < rows; r++) mean += train[r * channels + c] / rows
    let square = 0
    for (let r = 0; r < rows; r++) square += (train[r * channels + c] - mean) ** 2 / rows
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0
    for (const x of [train, test]) {
      for (let i = c; i < x.length; i += channels) x[i] = (x[i] - mean) * scale
    }
  }
}

function largest(scores: Float64Array, row: number, classes: number): number {
  let best = 0
  for (let k = 1; k < classes; k++) {
    if (scores[row * classes + k] > scores[row * classes + best]) best = k
  }
  return best
}
