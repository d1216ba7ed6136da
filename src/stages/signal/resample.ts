import * as z from 'zod'
import { fail } from '../../errors.ts'
import { rational } from '../../kernels/rational.ts'
import { resampleFft } from '../../kernels/resample-fft.ts'
import { resamplePoly } from '../../kernels/resample-poly.ts'
import { defineStage } from '../../stage.ts'
import { mapRows } from '../../tables/map-rows.ts'
import type { Signals } from '../../tables/signals.ts'

/**
 * Brings each row to another sampling rate; times stay, a segment's first sample stays first.
 *
 * `polyphase`: a Kaiser-tapered low-pass, ceil(T · up / down) samples, zeros beyond the ends; NaN
 * reaches as far as the taps. `fft`: the spectrum is cut or extended, round(T · ratio) samples, the
 * ends are mirrored; NaN takes its whole row. Rows already at the rate are left as they are.
 *
 * @throws {NeurarrowError} `stage-options` when no fraction up / down is within 1e-9 of the ratio
 * @see scipy.signal.resample_poly, mne.filter.resample with npad='auto'
 */
export const resample = defineStage({
  use: 'resample',
  title: 'Change the sampling rate',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    rateHz: z.number().positive().meta({ unit: 'Hz', description: 'the new sampling rate' }),
    method: z
      .enum(['polyphase', 'fft'])
      .default('polyphase')
      .meta({ description: 'polyphase: a low-pass in time; fft: the spectrum is cut or extended' }),
  }),
  shape(input, { rateHz, method }) {
    const from = input.rateHz
    const exact = from === undefined || method === 'fft' || rational(rateHz, from)
    const message = `no fraction of whole numbers leads from ${from} to ${rateHz} Hz`
    return { ...input, rateHz, issues: exact ? [] : [{ path: ['rateHz'], message }] }
  },
  contextS: polyContextS,
  run(input, { rateHz, method }) {
    const work = (values: Float32Array, rows: number, from: number) => {
      if (from === rateHz) return values
      if (method === 'fft') return resampleFft(values, rows, rateHz / from)
      const ratio = rational(rateHz, from)
      if (!ratio) return fail('stage-options', { stage: 'resample', rateHz, fromHz: from })
      return resamplePoly(values, rows, ratio.up, ratio.down)
    }
    const signals = input as Signals
    return mapRows(signals, (block) => work(block.values, block.rows, block.rateHz), rateHz)
  },
})

/** Ten periods of the slower rate, as long as blocks begin on whole seconds of whole rates. */
function polyContextS(
  { rateHz, method }: { rateHz: number; method: string },
  from: number,
): number {
  if (from === rateHz) return 0
  const whole = Number.isInteger(from) && Number.isInteger(rateHz)
  return method === 'polyphase' && whole ? 11 / Math.min(from, rateHz) : Number.POSITIVE_INFINITY
}
