import * as z from 'zod'
import { fail } from '../../errors.ts'
import { cosineDrift } from '../../kernels/cosine-drift.ts'
import { detrend as removeTrend } from '../../kernels/detrend.ts'
import { polynomialDrift } from '../../kernels/polynomial-drift.ts'
import { regressOut } from '../../kernels/regress-out.ts'
import { defineStage } from '../../stage.ts'
import { mapRows, type RowBlock } from '../../tables/map-rows.ts'
import type { Signals } from '../../tables/signals.ts'

/**
 * Removes from each row of each segment or window its mean, its straight line, a polynomial of time
 * or slow cosines, and with each of these its mean. A value that is not finite makes its row NaN.
 *
 * @throws {NeurarrowError} `signal-too-short` for a polynomial of as high a degree as samples
 * @see scipy.signal.detrend; nilearn.signal.create_cosine_drift
 */
export const detrend = defineStage({
  use: 'detrend',
  title: 'Remove the mean, a line, a polynomial or slow cosines',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    order: z
      .enum(['constant', 'linear', 'polynomial', 'cosine'])
      .default('linear')
      .meta({ description: 'the mean; the least-squares line; with `degree`; with `lowHz`' }),
    degree: z.int().min(1).max(20).optional().meta({
      unit: '1',
      description: 'highest power of a polynomial; 2 when not given',
    }),
    lowHz: z.number().positive().optional().meta({
      unit: 'Hz',
      description: 'cosines slower than this are removed; 0.008 when not given',
    }),
  }),
  contextS: (_, __, kind) => (kind === 'windows' ? 0 : Number.POSITIVE_INFINITY),
  run(input, { order, degree = 2, lowHz = 0.008 }) {
    return mapRows(input as Signals, (block) => {
      const { values, rows, samples, rateHz } = block
      if (order === 'constant' || order === 'linear') return removeTrend(values, rows, order)
      if (order === 'cosine') return without(block, cosineDrift(samples, lowHz, rateHz))
      if (degree >= samples) fail('signal-too-short', { stage: 'detrend', samples, degree })
      return without(block, polynomialDrift(samples, degree))
    })
  },
})

function without({ values, rows, samples }: RowBlock, drift: Float64Array): Float32Array {
  return removeTrend(regressOut(values, drift, samples), rows, 'constant')
}
