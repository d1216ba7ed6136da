import * as z from 'zod'
import { fail } from '../errors.ts'
import { defineHead, fittedHead, type Labels, type Matrix, requireFinite } from '../head.ts'
import { adam, startWeights } from '../kernels/adam.ts'
import { asideRows } from '../kernels/aside-rows.ts'
import { columnScaling, scaledColumns } from '../kernels/column-scaling.ts'
import { type ContrastiveGoal, contrastiveLoss, toLengthOne } from '../kernels/contrastive-map.ts'
import { linearScores } from '../kernels/linear-scores.ts'
import { columnPanels, panels } from '../kernels/panels.ts'
import { trainingOptions } from './train-net.ts'

/**
 * A linear map into the space of the target vectors, trained so that a row's own vector scores
 * above those of all other training rows (equal vectors are one candidate). Scores are the mapped
 * rows, shape [R, Q]; metrics rank the candidates of the test rows by them.
 *
 * Columns of the features are brought to mean 0 and deviation 1 first.
 */
export const retrieval = defineHead({
  use: 'retrieval',
  title: 'A linear map that finds the own vector among others',
  reads: 'features',
  predicts: 'vectors',
  version: 1,
  options: z.strictObject({
    score: z
      .enum(['cosine', 'candidate'])
      .default('cosine')
      .meta({ description: 'what is brought to length 1: both vectors, or the candidate alone' }),
    temperature: z
      .number()
      .positive()
      .default(0.1)
      .meta({ unit: '1', description: 'what scores are divided by before the softmax' }),
    ...trainingOptions,
  }),
  cites: ['doi:10.1038/s42256-023-00714-5', 'arXiv:2103.00020'],
  fit(x, labels, { score, temperature, ...training }, seed) {
    requireFinite(x)
    const { candidates, own, width } = goalOf(x, labels)
    const goal = { candidates, width, scale: 1 / temperature, isCosine: score === 'cosine' }
    const scaling = columnScaling(x.values, x.cols)
    const scaled = scaledColumns(x.values, scaling)
    const parts = labels.groups && asideRows(labels.groups, seed)
    const all = Int32Array.from({ length: x.rows }, (_, r) => r)
    const lossOf = (rows: Int32Array) => {
      const values = rowsOf(scaled, x.cols, rows)
      const across = panels(values, rows.length, x.cols)
      const down = columnPanels(values, rows.length, x.cols)
      const settled: ContrastiveGoal = { ...goal, own: Float64Array.from(rows, (r) => own[r]) }
      return (weights: Float64Array) => contrastiveLoss(weights, { across, down }, settled)
    }
    const aside = parts && lossOf(parts.aside)
    const { parameters, epoch, losses } = adam(
      startWeights(x.cols, width, seed),
      lossOf(parts?.train ?? all),
      { ...training, decayed: new Uint8Array(x.cols * width).fill(1) },
      aside && ((weights) => aside(weights).loss),
    )
    const map = { weights: parameters, intercepts: new Float64Array(width) }
    const scores = (rows: Matrix) =>
      linearScores(scaledColumns(rows.values, scaling), rows.rows, map)
    const facts = { epoch, loss: losses[losses.length - 1], candidates: candidates.length / width }
    return fittedHead(x.cols, scores, { facts })
  },
})

/** The distinct vectors, of length 1, and which of them is each row's. */
function goalOf(x: Matrix, { y }: Labels) {
  const width = y.length / x.rows
  requireFinite({ values: y, rows: x.rows, cols: width })
  const place = new Map<string, number>()
  const own = Float64Array.from({ length: x.rows }, (_, r) => {
    const name = y.subarray(r * width, (r + 1) * width).join()
    if (!place.has(name)) place.set(name, place.size)
    return place.get(name) ?? 0
  })
  if (place.size < 2) fail('one-class', { rows: x.rows, vectors: place.size })
  const firsts = Int32Array.from({ length: place.size }, (_, code) => own.indexOf(code))
  const candidates = rowsOf(y, width, firsts)
  toLengthOne(candidates, width)
  return { candidates, own, width }
}

function rowsOf(values: Float64Array, cols: number, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length * cols)
  for (let i = 0; i < rows.length; i++) {
    out.set(values.subarray(rows[i] * cols, (rows[i] + 1) * cols), i * cols)
  }
  return out
}
