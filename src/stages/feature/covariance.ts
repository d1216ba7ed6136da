import * as z from 'zod'
import { fail } from '../../errors.ts'
import { covariance as estimate } from '../../kernels/covariance.ts'
import { defineStage } from '../../stage.ts'
import { makeMatrices } from '../../tables/features.ts'
import { repeatKeys, type Segment, segmentsOf } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Estimates the covariance of the channels of each window, each channel less its mean in the
 * window: a matrix [C, C] in squared units of the signal. NaN stays in its window.
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
  }),
  contextS: () => 0,
  run(input, { estimator }) {
    const windows = input as Table<'windows'>
    const segments = segmentsOf(windows)
    const channels = segments[0]?.channels ?? []
    const size = channels.length ** 2
    const values = new Float32Array(segments.length * size)
    segments.forEach((segment, i) => {
      requireAlike(segment, segments[i - 1], channels)
      values.set(estimate(segment.values, channels.length, estimator), i * size)
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

function requireAlike(segment: Segment, before: Segment | undefined, channels: readonly string[]) {
  const { recording, index, samples } = segment
  const facts = { stage: 'covariance', recording, window: index }
  const isPart = before?.recording === recording && before.index === index
  if (isPart) fail('rates-differ', { ...facts, rateHz: [before.rateHz, segment.rateHz] })
  if (segment.channels.join('\n') !== channels.join('\n')) {
    fail('length-mismatch', { ...facts, expected: channels, found: segment.channels })
  }
  if (samples < 2) fail('signal-too-short', { ...facts, samples, needed: 2 })
}
