import * as z from 'zod'
import { analyticSignal } from '../../kernels/analytic-signal.ts'
import { unset32 } from '../../kernels/recycling.ts'
import { defineStage } from '../../stage.ts'
import { type Signals, segmentsOf, withSamples, withUnit } from '../../tables/signals.ts'

/**
 * Replaces each channel by the envelope or the phase of its analytic signal, which means something
 * for a narrow band: put a band-pass before it.
 *
 * The transform takes the row as if it repeated, so its ends are disturbed. A value that is not
 * finite makes its row NaN.
 *
 * @see scipy.signal.hilbert, mne.io.Raw.apply_hilbert
 */
export const envelope = defineStage({
  use: 'envelope',
  title: 'Envelope or phase of each channel',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    as: z.enum(['amplitude', 'power', 'logPower', 'phase']).default('amplitude').meta({
      description: 'amplitude; its square; the logarithm of that; or the phase, -pi to pi',
    }),
  }),
  contextS: (_, __, kind) => (kind === 'windows' ? 0 : Number.POSITIVE_INFINITY),
  run(input, { as }) {
    const table = input as Signals
    const blocks = segmentsOf(table).map(({ channels, values, samples }) => {
      const out = unset32(values.length)
      for (let c = 0; c < channels.length; c++) {
        const z = analyticSignal(values.subarray(c * samples, (c + 1) * samples))
        for (let t = 0; t < samples; t++) {
          out[c * samples + t] = readings[as](z[2 * t], z[2 * t + 1])
        }
      }
      return out
    })
    const unit = table.meta.unit ?? '1'
    const units = { amplitude: unit, power: `${unit}²`, logPower: `ln(${unit}²)`, phase: 'rad' }
    return withUnit(withSamples(table, blocks), units[as])
  },
})

const readings = {
  amplitude: (re: number, im: number) => Math.sqrt(re * re + im * im),
  power: (re: number, im: number) => re * re + im * im,
  logPower: (re: number, im: number) => Math.log(re * re + im * im),
  phase: (re: number, im: number) => Math.atan2(im, re),
}
