import * as z from 'zod'
import { defineStage } from '../../stage.ts'
import { matrixOf, withMatrices } from '../../tables/features.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Keeps the largest elements of the matrices of a recording, so many percent of all elements of all
 * its windows together (or of each), and makes the others 0.
 *
 * An element stays when it lies above the percentile (linear between neighbours). With `window`,
 * elements that are NaN do not count and stay NaN.
 *
 * @throws {NeurarrowError} `non-finite` for NaN where windows share a percentile
 * @see Kim, Ye & Kim (2021), Advances in Neural Information Processing Systems 34 (STAGIN)
 */
export const sparsify = defineStage({
  use: 'sparsify',
  title: 'Keep the largest elements of matrices, the others become 0',
  reads: ['matrices'],
  writes: 'matrices',
  scope: 'recording',
  version: 1,
  cites: ['arXiv:2105.13495'],
  options: z.strictObject({
    keepPercent: z
      .number()
      .gt(0)
      .max(100)
      .default(30)
      .meta({ unit: '%', description: 'how many of the elements stay' }),
    over: z
      .enum(['recording', 'window'])
      .default('recording')
      .meta({ description: 'what the percentile is taken over' }),
    binarize: z.boolean().default(true).meta({ description: 'whether what stays becomes 1' }),
  }),
  run(input, { keepPercent, over, binarize }) {
    const table = input as Table<'matrices'>
    if (table.rows === 0) return table
    const { values, cols } =
      over === 'recording' ? finiteRowsOf(table, 'sparsify') : matrixOf(table)
    const out = new Float32Array(values.length)
    const step = over === 'recording' ? values.length : cols
    for (let from = 0; from < values.length; from += step) {
      const part = values.subarray(from, from + step)
      const limit = percentile(part, 100 - keepPercent)
      for (let i = 0; i < step; i++) {
        const isKept = part[i] > limit
        const kept = binarize ? 1 : part[i]
        out[from + i] = Number.isNaN(part[i]) ? Number.NaN : isKept ? kept : 0
      }
    }
    const { names } = table.meta
    return withMatrices(table, out, names === undefined ? { unit: '1' } : { unit: '1', names })
  },
})

/** Of the values that are not NaN; for 0 percent less than all of them. */
function percentile(values: Float64Array, percent: number): number {
  if (percent === 0) return Number.NEGATIVE_INFINITY
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const at = (percent / 100) * (sorted.length - 1)
  const from = Math.floor(at)
  const next = sorted[Math.min(from + 1, sorted.length - 1)]
  return sorted[from] + (at - from) * (next - sorted[from])
}
