import * as z from 'zod'
import { makePredictions } from '../../src/evaluation/predictions.ts'
import { classesOf } from '../../src/evaluation/target.ts'
import { defineHead } from '../../src/head.ts'
import { random } from '../../src/kernels/random.ts'
import { defineFitStage, defineStage } from '../../src/stage.ts'
import { makeFeatures, matrixOf, withFeatures } from '../../src/tables/features.ts'
import { keysFor, labelsMeta } from '../../src/tables/keys.ts'
import { concatTables } from '../../src/tables/rows.ts'
import { f64, type Table, textOf } from '../../src/tables/table.ts'

/** One recording of a table of features: `perClass` windows of 2 s each for a and b. */
export interface MadeRecording {
  readonly subject: string
  readonly session?: string
  readonly run?: string
  readonly recording?: string
  readonly perClass?: number
}

/**
 * Features of windows with classes a and b in the label column `task` and a number in `speed`; the
 * first feature differs by class by `effect` standard deviations, the second is noise.
 */
export function makeRows(recordings: readonly MadeRecording[], effect = 1): Table<'features'> {
  return concatTables(recordings.map((made, index) => recordingRows(made, index, effect)))
}

function recordingRows(made: MadeRecording, index: number, effect: number): Table<'features'> {
  const { subject, session = '1', run = '1', perClass = 10 } = made
  const recording = made.recording ?? `${subject}_${session}_${run}`
  const who = { subject, session, run, recording, labels: {} }
  const rows = 2 * perClass
  const draw = random(index + 1)
  const task = Array.from({ length: rows }, (_, r) => (r % 2 === 0 ? 'a' : 'b'))
  const speed = Float64Array.from({ length: rows }, () => draw.normal())
  const values = Float32Array.from({ length: 2 * rows }, (_, i) => {
    const signal = i % 2 === 0 && task[i >> 1] === 'b' ? effect : 0
    return signal + draw.normal() + index
  })
  const spans = {
    window: Int32Array.from({ length: rows }, (_, r) => r),
    startS: Float64Array.from({ length: rows }, (_, r) => 2 * r),
    endS: Float64Array.from({ length: rows }, (_, r) => 2 * r + 2),
  }
  const keys = { ...keysFor(who, rows), task: textOf(task), speed: f64(speed) }
  return makeFeatures(keys, spans, values, { ...labelsMeta(who), labels: '["task","speed"]' })
}

/** Predictions of rows made by hand: one score a row, of class b. */
export function handPredictions(
  rows: readonly { subject: string; truth: 'a' | 'b'; score: number }[],
): Table<'predictions'> {
  const one = textOf(rows.map(() => '1'))
  const subject = textOf(rows.map((row) => row.subject))
  const spans = {
    window: Int32Array.from(rows, (_, i) => i),
    startS: Float64Array.from(rows, (_, i) => 2 * i),
    endS: Float64Array.from(rows, (_, i) => 2 * i + 2),
  }
  const keys = { subject, session: one, run: one, recording: subject }
  const features = makeFeatures(keys, spans, new Float32Array(rows.length), { labels: '[]' })
  const y = Float64Array.from(rows, (row) => (row.truth === 'b' ? 1 : 0))
  return makePredictions(features, {
    fold: 0,
    target: { name: 'task', classes: classesOf(['a', 'b']), y },
    scores: Float64Array.from(rows.flatMap(({ score }) => [1 - score, score])),
    positive: 1,
    unit: 'subject',
    columns: ['subject'],
  })
}

/** Takes the training mean from each feature, times a factor. */
export const center = defineFitStage({
  use: 'center',
  title: 'Takes the training mean away',
  reads: ['features'],
  writes: 'features',
  scope: 'fold',
  version: 1,
  options: z.strictObject({ factor: z.number().default(1) }),
  fit: (train) => columnMeans(train as Table<'features'>),
  apply(input, means: Float64Array, { factor }) {
    const { values, cols } = matrixOf(input as Table<'features'>)
    const out = Float32Array.from(values, (value, i) => factor * (value - means[i % cols]))
    return withFeatures(input as Table<'features'>, out)
  },
  describe: (means) => ({ firstMean: means[0] }),
})

/** Takes each subject's own mean from each feature. */
export const centerSubject = defineStage({
  use: 'centerSubject',
  title: "Takes each subject's mean away",
  reads: ['features'],
  writes: 'features',
  scope: 'subject',
  version: 1,
  options: z.strictObject({}),
  run(input) {
    const table = input as Table<'features'>
    const means = columnMeans(table)
    const { values, cols } = matrixOf(table)
    return withFeatures(
      table,
      Float32Array.from(values, (v, i) => v - means[i % cols]),
    )
  },
})

function columnMeans(table: Table<'features'>): Float64Array {
  const { values, rows, cols } = matrixOf(table)
  const means = new Float64Array(cols)
  values.forEach((value, i) => {
    means[i % cols] += value / rows
  })
  return means
}

/** Scores by the distance to class means along one feature. */
export const means = defineHead({
  use: 'means',
  title: 'The nearest class mean along one feature',
  reads: 'features',
  predicts: 'classes',
  version: 1,
  options: z.strictObject({ feature: z.int().min(0).max(1).default(0) }),
  fit(x, { y, classes }, { feature }) {
    const mean = new Float64Array(classes)
    const count = new Float64Array(classes)
    y.forEach((code, r) => {
      mean[code] += x.values[r * x.cols + feature]
      count[code]++
    })
    mean.forEach((sum, k) => {
      mean[k] = sum / count[k]
    })
    return {
      facts: { classes },
      predict: (test) =>
        Float64Array.from({ length: test.rows * classes }, (_, i) => {
          const value = test.values[Math.floor(i / classes) * test.cols + feature]
          return -Math.abs(value - mean[i % classes])
        }),
    }
  },
})
