import * as z from 'zod'
import { fail } from '../../errors.ts'
import { responseCeiling as ceilingOf } from '../../kernels/response-ceiling.ts'
import { defineFitStage } from '../../stage.ts'
import { columnWords } from '../../tables/condition-means.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import { oneRow } from '../../tables/one-row.ts'
import type { Table } from '../../tables/table.ts'

/**
 * The noise ceiling of each feature from repeats of the same stimuli: one row for each recording or
 * subject. `ccMax` is the largest correlation with the mean response that a model can reach,
 * `explainable` the share of its variance (from ncsnr), `splitHalf` the correlation of even and odd
 * repeats, stepped up. Where repeats show no signal the ceiling is 0.
 *
 * Repeats are taken in the order of the rows; where stimuli were repeated unequally often, the last
 * ones are left out.
 *
 * @throws {NeurarrowError} `split-impossible` when a stimulus is there once, `target-missing`,
 *   `non-finite`
 * @see Schoppe et al. (2016), Front. Comput. Neurosci. 10:10, doi:10.3389/fncom.2016.00010; Allen
 *   et al. (2022), Nat. Neurosci. 25:116-126, doi:10.1038/s41593-021-00962-x
 */
export const responseCeiling = defineFitStage({
  use: 'responseCeiling',
  title: 'Noise ceiling of each feature from repeats of the same stimuli',
  reads: ['features'],
  writes: 'features',
  scope: 'fold',
  scopeOf: ({ over }) => over,
  version: 1,
  cites: ['doi:10.3389/fncom.2016.00010', 'doi:10.1038/s41593-021-00962-x'],
  options: z.strictObject({
    by: z.string().min(1).meta({ description: 'label column that names the stimuli' }),
    measure: z
      .enum(['ccMax', 'explainable', 'splitHalf'])
      .default('explainable')
      .meta({ description: 'which ceiling' }),
    over: z
      .enum(['recording', 'subject'])
      .default('subject')
      .meta({ description: 'whose rows are repeats of each other' }),
  }),
  fit: () => undefined,
  apply(input, _, { by, measure }) {
    const table = input as Table<'features'>
    const names = JSON.parse(table.meta.names ?? '[]') as string[]
    if (table.rows === 0) return oneRow(table, new Float32Array(0), names)
    const { values, cols } = finiteRowsOf(table, 'responseCeiling')
    const rowsOf = new Map<string, number[]>()
    columnWords(table, by).forEach((name, row) => {
      rowsOf.set(name, [...(rowsOf.get(name) ?? []), row])
    })
    const stimuli = [...rowsOf.values()]
    const repeats = Math.min(...stimuli.map((rows) => rows.length))
    if (repeats < 2 || stimuli.length < 2) {
      fail('split-impossible', { stage: 'responseCeiling', by, stimuli: stimuli.length, repeats })
    }
    const out = new Float32Array(cols)
    const responses = new Float64Array(repeats * stimuli.length)
    for (let d = 0; d < cols; d++) {
      for (let n = 0, to = 0; n < repeats; n++) {
        for (const rows of stimuli) responses[to++] = values[rows[n] * cols + d]
      }
      const found = ceilingOf(responses, repeats)[measure]
      out[d] = Number.isFinite(found) ? Math.max(0, found) : 0
    }
    return oneRow(table, out, names)
  },
})
