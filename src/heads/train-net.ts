import * as z from 'zod'
import { fail } from '../errors.ts'
import { type Labels, type Matrix, presentClasses, requireFinite } from '../head.ts'
import { adam, type LossAt } from '../kernels/adam.ts'
import { asideRows } from '../kernels/aside-rows.ts'
import { type ColumnScaling, columnScaling, scaledColumns } from '../kernels/column-scaling.ts'
import { outputLoss, type Targets } from '../kernels/output-loss.ts'
import { softmax } from '../kernels/softmax.ts'
import { spreadScores } from '../kernels/spread-scores.ts'

/** Options of heads that are trained step by step. */
export const trainingOptions = {
  epochs: z
    .int()
    .min(1)
    .default(200)
    .meta({ unit: '1', description: 'steps at most; every step sees all training rows' }),
  rate: z.number().positive().default(0.01).meta({ unit: '1', description: 'size of a step' }),
  weightDecay: z
    .number()
    .min(0)
    .default(0.01)
    .meta({ unit: '1', description: 'share of the rate by which weights are pulled to 0' }),
  patience: z
    .int()
    .min(1)
    .default(20)
    .meta({
      unit: '1',
      description:
        'steps without a better loss of the fifth of the training groups that is kept aside, ' +
        'after which training ends; with less than three groups nothing is kept aside',
    }),
}

export type TrainingOptions = { [K in keyof typeof trainingOptions]: number }

/** A net as training sees it: parameters, and functions of them. */
export interface Net {
  readonly start: Float64Array
  /** Which parameters weight decay pulls to 0, shape [P]. */
  readonly decayed: Uint8Array
  /** The loss over some rows of shape [R, cols], as a function of the parameters. */
  lossOver(x: Float64Array, targets: Targets): LossAt
  /** Outputs, shape [R, width]. */
  outputs(parameters: Float64Array, x: Float64Array, rows: number): Float64Array
}

/** What a head is fitted on. */
export interface Lesson {
  readonly x: Matrix
  readonly labels: Labels
  readonly seed: number
  /** Columns of x that are brought to one scale together: the depth of a token; all by default. */
  readonly depth?: number
}

/** A net after training: its scores of rows. */
export interface TrainedNet {
  scores(x: Matrix): Float64Array
  readonly facts: Readonly<Record<string, number>>
}

/**
 * Trains a net by Adam on columns of mean 0 and deviation 1, with early stopping on a part of the
 * training groups. Scores are probabilities, shape [R, K], or numbers in their own unit.
 *
 * @param netOf makes the net for so many outputs
 * @throws {NeurarrowError} `non-finite`, `one-class`, `length-mismatch`
 */
export function trainNet(
  lesson: Lesson,
  netOf: (width: number) => Net,
  options: TrainingOptions,
): TrainedNet {
  const { x, labels, seed, depth = x.cols } = lesson
  const goal = labels.classes > 0 ? classGoal(x, labels) : numberGoal(x, labels)
  const scaling = columnScaling(x.values, depth)
  const scaled = { ...x, values: scaledColumns(x.values, scaling) }
  const net = netOf(goal.targets.width)
  const parts = labels.groups && asideRows(labels.groups, seed)
  const train = parts
    ? part(scaled, goal.targets, parts.train)
    : { x: scaled, targets: goal.targets }
  const aside = parts && part(scaled, goal.targets, parts.aside)
  const asideLoss = (parameters: Float64Array, { x: rows, targets }: Part) =>
    outputLoss(net.outputs(parameters, rows.values, rows.rows), targets)
  const { parameters, epoch, losses } = adam(
    net.start,
    net.lossOver(train.x.values, train.targets),
    { ...options, decayed: net.decayed },
    aside && ((parameters) => asideLoss(parameters, aside)),
  )
  const facts = { epoch, loss: losses[losses.length - 1], aside: aside?.x.rows ?? 0 }
  const scores = (rows: Matrix) =>
    goal.finish(net.outputs(parameters, scaledColumns(rows.values, scaling), rows.rows))
  return { scores, facts }
}

interface Goal {
  readonly targets: Targets
  /** Scores from outputs, in place or new. */
  finish(outputs: Float64Array): Float64Array
}

function classGoal(x: Matrix, labels: Labels): Goal {
  const { present, y } = presentClasses(x, labels)
  return {
    targets: { y, isClass: true, width: present.length },
    finish: (outputs) =>
      spreadScores(softmax(outputs, present.length), present, labels.classes, 'zero'),
  }
}

function numberGoal(x: Matrix, { y }: Labels): Goal {
  requireFinite(x)
  if (x.rows < 2) fail('length-mismatch', { rows: x.rows, remedy: 'a fit needs two rows' })
  const width = y.length / x.rows
  requireFinite({ values: y, rows: x.rows, cols: width })
  const scaling = columnScaling(y, width)
  return {
    targets: { y: scaledColumns(y, scaling), isClass: false, width },
    finish: (outputs) => ownUnit(outputs, scaling),
  }
}

function ownUnit(outputs: Float64Array, { means, deviations }: ColumnScaling): Float64Array {
  const width = means.length
  for (let i = 0; i < outputs.length; i++) {
    outputs[i] = outputs[i] * deviations[i % width] + means[i % width]
  }
  return outputs
}

interface Part {
  readonly x: Matrix
  readonly targets: Targets
}

function part(x: Matrix, targets: Targets, rows: Int32Array): Part {
  const width = targets.isClass ? 1 : targets.width
  return {
    x: { ...x, rows: rows.length, values: taken(x.values, x.cols, rows) },
    targets: { ...targets, y: taken(targets.y, width, rows) },
  }
}

function taken(values: Float64Array, cols: number, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length * cols)
  for (let i = 0; i < rows.length; i++) {
    out.set(values.subarray(rows[i] * cols, (rows[i] + 1) * cols), i * cols)
  }
  return out
}
