import * as z from 'zod'
import { detrend as removeTrend } from '../../kernels/detrend.ts'
import { defineStage } from '../../stage.ts'
import { mapRows } from '../../tables/map-rows.ts'
import type { Signals } from '../../tables/signals.ts'

/**
 * Removes from each row of each segment or window its mean or its straight line. A value that is
 * not finite makes its row NaN.
 *
 * @see scipy.signal.detrend
 */
export const detrend = defineStage({
  use: 'detrend',
  title: 'Remove the mean or a straight line',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    order: z
      .enum(['constant', 'linear'])
      .default('linear')
      .meta({ description: 'constant: the mean; linear: the least-squares straight line' }),
  }),
  contextS: (_, __, kind) => (kind === 'windows' ? 0 : Number.POSITIVE_INFINITY),
  run(input, { order }) {
    return mapRows(input as Signals, ({ values, rows }) => removeTrend(values, rows, order))
  },
})
