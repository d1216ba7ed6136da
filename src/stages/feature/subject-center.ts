import * as z from 'zod'
import { fail } from '../../errors.ts'
import { congruence } from '../../kernels/congruence.ts'
import { eigenvaluesSymmetric } from '../../kernels/eigen-symmetric.ts'
import { momentScaling, scaleInto } from '../../kernels/scaling.ts'
import { spdMean } from '../../kernels/spd-mean.ts'
import { spectralMap } from '../../kernels/spectral-map.ts'
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
 * mean m as m^-1/2 c m^-1/2 (`riemann`), so that the mean becomes the identity; with `scale` each
 * is then raised to that power by which their mean squared distance from it becomes 1.
 *
 * The input holds all rows of one subject; it is transductive when that subject is tested.
 *
 * @throws {NeurarrowError} `stage-options` when the method is not one for this kind of table,
 *   `rank-deficient` or `non-finite` for such matrices, `not-converged`
 * @see Zanini et al. (2018), IEEE Trans. Biomed. Eng. 65(5):1107-1116,
 *   doi:10.1109/TBME.2017.2742541; Rodrigues et al. (2019), IEEE Trans. Biomed. Eng.
 *   66(8):2390-2401, doi:10.1109/TBME.2018.2889705; pyriemann.transfer.TLCenter and TLScale
 */
export const subjectCenter = defineStage({
  use: 'subjectCenter',
  title: 'Centre the rows of each subject',
  reads: ['features', 'matrices'],
  writes: 'same',
  scope: 'subject',
  version: 4,
  cites: ['doi:10.1109/TBME.2017.2742541', 'doi:10.1109/TBME.2018.2889705'],
  options: z.strictObject({
    method: z
      .enum(['auto', 'zscore', 'riemann'])
      .default('auto')
      .meta({ description: 'zscore is for features, riemann for matrices; auto: what fits' }),
    scale: z
      .boolean()
      .default(false)
      .meta({ description: 'also give matrices a mean squared distance of 1 from the identity' }),
  }),
  shape(input, { method }) {
    const wanted = input.kind === 'matrices' ? 'riemann' : 'zscore'
    const refused = method !== 'auto' && method !== wanted
    const message = `${input.kind} are centred by ${wanted}`
    return { ...input, issues: refused ? [{ path: ['method'], message }] : [] }
  },
  run(input, { method, scale }) {
    const wanted = input.kind === 'matrices' ? 'riemann' : 'zscore'
    if (method !== 'auto' && method !== wanted) {
      fail('stage-options', { stage: 'subjectCenter', option: 'method', value: method, wanted })
    }
    if (input.rows === 0) return input
    return input.kind === 'matrices'
      ? recentred(input as Table<'matrices'>, scale)
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

function recentred(table: Table<'matrices'>, scale: boolean): Table<'matrices'> {
  const { values, channels } = definiteMatricesOf(table, { stage: 'subjectCenter', finite: true })
  const { mean, iterations, converged } = spdMean(values, channels, 'riemann')
  if (!converged) fail('not-converged', { stage: 'subjectCenter', iterations })
  const whiten = whitening(mean, channels)
  const size = channels ** 2
  const out = new Float64Array(values.length)
  for (let r = 0; r < table.rows; r++) {
    const one = values.subarray(r * size, (r + 1) * size)
    out.set(congruence(whiten, one, channels), r * size)
  }
  if (scale) stretch(out, channels)
  return withMatrices(table, Float32Array.from(out), { unit: '1' })
}

/** Raises all matrices around the identity to one power; a single point stays where it is. */
function stretch(matrices: Float64Array, n: number): void {
  const rows = matrices.length / n ** 2
  let squares = 0
  for (let r = 0; r < rows; r++) {
    for (const value of eigenvaluesSymmetric(matrices.slice(r * n * n, (r + 1) * n * n), n)) {
      squares += Math.log(value) ** 2 / rows
    }
  }
  if (!(squares > 1e-20)) return
  const power = Math.sqrt(1 / squares)
  for (let r = 0; r < rows; r++) {
    const one = matrices.slice(r * n * n, (r + 1) * n * n)
    matrices.set(
      spectralMap(one, n, (value) => value ** power),
      r * n * n,
    )
  }
}
