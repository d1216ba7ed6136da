import * as z from 'zod'
import { fail } from '../../errors.ts'
import type { Labels } from '../../head.ts'
import { spheres } from '../../kernels/spheres.ts'
import { matrixOf } from '../../tables/features.ts'
import type { Table } from '../../tables/table.ts'
import { voxelPlaces } from '../../tables/voxel-places.ts'
import { groupsOf, rowKeys } from '../group.ts'
import { defineMap, type MapContext } from '../map-kind.ts'
import { outcomeAnswers } from '../outcome-answers.ts'
import { makePredictions, outcomeOf } from '../predictions.ts'
import { targetOf } from '../target.ts'

/**
 * How well the head of the evaluation decodes from each voxel and its neighbours within a radius,
 * by the first metric: fitted on the training rows of the fold, scored on all its test rows.
 *
 * @throws {NeurarrowError} `stage-options` when the features are not voxels of a mask, and what
 *   the head raises
 * @see nilearn.decoding.SearchLight; Kriegeskorte, Goebel & Bandettini (2006), Proc. Natl. Acad.
 *   Sci. 103(10):3863-3868, doi:10.1073/pnas.0600244103
 */
export const searchlight = defineMap({
  use: 'searchlight',
  title: 'Scores of the head on each voxel and its neighbours',
  version: 1,
  over: 'features',
  cites: ['doi:10.1073/pnas.0600244103'],
  options: z.strictObject({
    radiusMm: z
      .number()
      .min(0)
      .default(5)
      .meta({ unit: 'mm', description: 'how far a neighbour lies from the centre at most' }),
  }),
  compute(context, { radiusMm }) {
    const { sides, metric } = context
    const places = voxelPlaces(sides.train)
    if (!places) {
      const remedy = 'a searchlight needs voxels: mask, and no stage that mixes features'
      fail('stage-options', { map: 'searchlight', kind: sides.train.kind, remedy })
    }
    const { starts, points } = spheres(places.mm, radiusMm)
    const score = scorer(context)
    const values = new Float64Array(starts.length - 1)
    for (let i = 0; i < values.length; i++) {
      values[i] = score(points.subarray(starts[i], starts[i + 1]))
    }
    return { [metric.use]: values }
  },
})

/** The metric of the head on some of the features. */
function scorer({ sides, question, metric, positive }: MapContext) {
  const { head, options, classes, seed, unit } = question
  const [train, test] = [sides.train, sides.test].map((side) => matrixOf(side as Table<'features'>))
  const [known, asked] = [sides.train, sides.test].map((t) => targetOf(t, question.target, classes))
  const groups = groupsOf(rowKeys(sides.train, [unit]), unit).codes
  const labels: Labels = { y: known.y, classes: classes.length, groups }
  const all = Int32Array.from({ length: test.rows }, (_, row) => row)
  return (features: Int32Array) => {
    const fitted = head.fit(some(train, features), labels, options, seed)
    const scores = fitted.predict(some(test, features))
    if (classes.length > 0) return metric.compute(classAnswers(scores, asked.y, classes, positive))
    const columns = { fold: 0, unit, columns: [], positive: -1 }
    const told = makePredictions(sides.test, { ...columns, target: asked, scores })
    return metric.compute(outcomeAnswers(outcomeOf(told), all))
  }
}

/** Some columns of a matrix, as a matrix. */
function some({ values, rows, cols }: ReturnType<typeof matrixOf>, features: Int32Array) {
  const width = features.length
  const out = new Float64Array(rows * width)
  for (let r = 0, to = 0; r < rows; r++) {
    for (let d = 0, from = r * cols; d < width; d++) out[to++] = values[from + features[d]]
  }
  return { values: out, rows, cols: width }
}

function classAnswers(
  scores: Float64Array,
  truth: Float64Array,
  classes: readonly string[],
  positive: number,
) {
  const count = classes.length
  const prediction = new Float64Array(truth.length)
  for (let r = 0; r < truth.length; r++) {
    let best = 0
    for (let k = 1; k < count; k++) {
      if (scores[r * count + k] > scores[r * count + best]) best = k
    }
    prediction[r] = best
  }
  return { prediction, scores, truth, classes: count, names: classes, positive }
}
