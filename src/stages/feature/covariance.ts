import * as z from 'zod'
import { covariance as estimate } from '../../kernels/covariance.ts'
import { defineStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { makeMatrices } from '../../tables/features.ts'
import { repeatKeys } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Estimates the covariance of the channels of each window, each channel less its mean in the
 * window unless `center` is false: a matrix [C, C] in squared units of the signal. NaN stays in its
 * window.
 *
 * @throws {NeurarrowError} `length-mismatch` when windows differ in channels, `rates-differ` when
 *   the channels of a window do, `signal-too-short` for windows of fewer than 2 samples
 * @see numpy.cov, sklearn.covariance.oas, sklearn.covariance.ledoit_wolf
 */
export const covariance = defineStage({
  use: 'covariance',
  title: 'Covariance of the channels of each window',
  reads: ['windows'],
  writes: 'matrices',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1109/TSP.2010.2053029', 'doi:10.1016/S0047-259X(03)00096-4'],
  options: z.strictObject({
    estimator: z
      .enum(['sample', 'oas', 'ledoitWolf'])
      .default('oas')
      .meta({ description: 'sample: divided by T - 1; the others move towards the identity' }),
    center: z
      .literal(false)
      .optional()
      .meta({ description: 'false: about 0 in place of the mean; sample is then divided by T' }),
  }),
  contextS: () => 0,
  run(input, { estimator, center }) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'covariance')
    const channels = segments[0]?.channels ?? []
    const size = channels.length ** 2
    const values = new Float32Array(segments.length * size)
    segments.forEach((segment, i) => {
      values.set(estimate(segment.values, channels.length, estimator, center), i * size)
    })
    const spans = {
      window: Int32Array.from(segments, ({ index }) => index),
      startS: Float64Array.from(segments, ({ startS }) => startS),
      endS: Float64Array.from(segments, (s) => s.startS + s.samples / s.rateHz),
    }
    const { labels = '[]', notes, unit = '' } = windows.meta
    const keys = repeatKeys(
      windows,
      segments.map(({ from }) => from),
    )
    const meta = { labels, unit: `${unit}²`, names: JSON.stringify(channels) }
    return makeMatrices(keys, spans, values, notes === undefined ? meta : { ...meta, notes })
  },
})
