import * as z from 'zod'
import { fail } from '../../errors.ts'
import { splineWeights } from '../../kernels/cubic-spline.ts'
import { defineStage } from '../../stage.ts'
import { requireOwnTimes } from '../../tables/own-times.ts'
import { segmentColumns, segmentsOf } from '../../tables/signals.ts'
import { columnsOf, makeTable, type Table } from '../../tables/table.ts'

/**
 * Brings a recording to another repetition time by interpolation between its scans.
 *
 * The new scans are at startS + offsetS + k · trS, as long as they lie between the first and the
 * last old one. Nothing is filtered before: for a longer repetition time use `clean` with `highHz`
 * first. NaN in a row makes its neighbours (linear) or the row (cubic) NaN; with `nearest` it goes
 * with its scan. In the middle between two scans the earlier one is nearest.
 *
 * @throws {NeurarrowError} `signal-too-short` for a segment of fewer than two scans,
 *   `stage-options` when censored scans were closed up before
 * @see scipy.interpolate.CubicSpline, numpy.interp, scipy.interpolate.interp1d (nearest)
 */
export const retime = defineStage({
  use: 'retime',
  title: 'Change the repetition time by interpolation',
  reads: ['signals'],
  writes: 'signals',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    trS: z.number().positive().meta({ unit: 's', description: 'the new repetition time' }),
    offsetS: z.number().min(0).default(0).meta({
      unit: 's',
      description: 'how much later than the first old scan the first new one is',
    }),
    method: z.enum(['cubic', 'linear', 'nearest']).default('cubic').meta({
      description: 'a cubic spline or straight lines between scans, or the nearest scan',
    }),
  }),
  shape: (input, { trS }) => ({ ...input, rateHz: 1 / trS }),
  run(input, { trS, offsetS, method }) {
    const signals = input as Table<'signals'>
    requireOwnTimes(signals, 'retime')
    const made = segmentsOf(signals).map((segment) => {
      const { samples, rateHz, recording } = segment
      const lastS = (samples - 1) / rateHz
      const count = Math.floor((lastS - offsetS) / trS + 1e-9) + 1
      if (samples < 2 || count < 1) {
        fail('signal-too-short', { stage: 'retime', recording, scans: samples, offsetS })
      }
      const times = Float64Array.from({ length: count }, (_, k) => (offsetS + k * trS) * rateHz)
      const knots = Float64Array.from({ length: samples }, (_, t) => t)
      const weights =
        method === 'cubic' ? splineWeights(knots, times) : scanWeights(method, samples, times)
      const values = product(segment.values, weights, samples)
      return { ...segment, startS: segment.startS + offsetS, rateHz: 1 / trS, values }
    })
    const columns = { ...columnsOf(signals), ...segmentColumns(made, 'segment') }
    return makeTable('signals', columns, signals.meta)
  },
})

/** Shape [M, T]: each time lies between two scans, or at one. */
function scanWeights(method: 'linear' | 'nearest', samples: number, times: Float64Array) {
  const out = new Float64Array(times.length * samples)
  for (let m = 0; m < times.length; m++) {
    if (method === 'nearest') {
      out[m * samples + Math.max(0, Math.ceil(times[m] - 0.5 - 1e-9))] = 1
      continue
    }
    const below = Math.max(0, Math.min(samples - 2, Math.floor(times[m])))
    out[m * samples + below] = below + 1 - times[m]
    out[m * samples + below + 1] = times[m] - below
  }
  return out
}

/** Each row times the weights; what weighs 0 is left out, so that NaN does not spread. */
function product(x: Float32Array, weights: Float64Array, samples: number): Float32Array {
  const count = weights.length / samples
  const rows = x.length / samples
  const out = new Float32Array(rows * count)
  for (let m = 0; m < count; m++) {
    const own = weights.subarray(m * samples, (m + 1) * samples)
    const used = Array.from(own.keys()).filter((t) => own[t] !== 0)
    for (let r = 0; r < rows; r++) {
      let sum = 0
      for (const t of used) sum += own[t] * x[r * samples + t]
      out[r * count + m] = sum
    }
  }
  return out
}
