import * as z from 'zod'
import { fail } from '../../errors.ts'
import { congruence } from '../../kernels/congruence.ts'
import { momentScaling, scaleInto } from '../../kernels/scaling.ts'
import { spdMean } from '../../kernels/spd-mean.ts'
import { whitening } from '../../kernels/tangent-space.ts'
import { defineStage } from '../../stage.ts'
import { definiteMatricesOf } from '../../tables/definite-matrices.ts'
import { matrixOf, withFeatures, withMatrices } from '../../tables/features.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Puts the rows of a subject around a common centre, without looking at labels.
 *
 * Features: each has mean 0 and deviation 1 over the subject's rows (`zscore`); what is constant
 * becomes 0, NaN is left out and stays. Matrices: each is whitened by the subject's Riemannian
 * mean m as m^-1/2 c m^-1/2 (`riemann`), so that the mean becomes the identity.
 *
 * The input holds all rows of one subject; it is transductive when that subject is tested.
 *
 * @throws {NeurarrowError} `stage-options` when the method is not one for this kind of table,
 *   `rank-deficient` or `non-finite` for such matrices, `not-converged`
 * @see Zanini et al. (2018), IEEE Trans. Biomed. Eng. 65(5):1107-1116,
 *   doi:10.1109/TBME.2017.2742541; pyriemann.transfer.TLCenter
 */
export const subjectCenter = defineStage({
  use: 'subjectCenter',
  title: 'Centre the rows of each subject',
  reads: ['features', 'matrices'],
  writes: 'same',
  scope: 'subject',
  version: 1,
  cites: ['doi:10.1109/TBME.2017.2742541'],
  options: z.strictObject({
    method: z
      .enum(['auto', 'zscore', 'riemann'])
      .default('auto')
      .meta({ description: 'zscore is for features, riemann for matrices; auto: what fits' }),
  }),
  shape(input, { method }) {
    const wanted = input.kind === 'matrices' ? 'riemann' : 'zscore'
    const refused = method !== 'auto' && method !== wanted
    const message = `${input.kind} are centred by ${wanted}`
    return { ...input, issues: refused ? [{ path: ['method'], message }] : [] }
  },
  run(input, { method }) {
    const wanted = input.kind === 'matrices' ? 'riemann' : 'zscore'
    if (method !== 'auto' && method !== wanted) {
      fail('stage-options', { stage: 'subjectCenter', option: 'method', value: method, wanted })
    }
    if (input.rows === 0) return input
    return input.kind === 'matrices'
      ? recentred(input as Table<'matrices'>)
      : standardized(input as Table<'features'>)
  },
})

function standardized(table: Table<'features'>): Table<'features'> {
  const { values, rows, cols } = matrixOf(table)
  const out = new Float32Array(values.length)
  const column = new Float64Array(rows)
  const scaled = new Float32Array(rows)
  for (let d = 0; d < cols; d++) {
    for (let r = 0; r < rows; r++) column[r] = values[r * cols + d]
    scaleInto(column, momentScaling([column]), scaled)
    for (let r = 0; r < rows; r++) out[r * cols + d] = scaled[r]
  }
  return withFeatures(table, out, table.meta.names === undefined ? {} : { names: table.meta.names })
}

function recentred(table: Table<'matrices'>): Table<'matrices'> {
  const { values, channels } = definiteMatricesOf(table, { stage: 'subjectCenter', finite: true })
  const { mean, iterations, converged } = spdMean(values, channels, 'riemann')
  if (!converged) fail('not-converged', { stage: 'subjectCenter', iterations })
  const whiten = whitening(mean, channels)
  const size = channels ** 2
  const out = new Float32Array(values.length)
  for (let r = 0; r < table.rows; r++) {
    const one = values.subarray(r * size, (r + 1) * size)
    out.set(congruence(whiten, one, channels), r * size)
  }
  return withMatrices(table, out, { unit: '1' })
}
