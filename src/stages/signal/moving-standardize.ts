import * as z from 'zod'
import { movingScale } from '../../kernels/moving-scale.ts'
import { unset32 } from '../../kernels/recycling.ts'
import { defineStage } from '../../stage.ts'
import { type Signals, segmentsOf, withSamples, withUnit } from '../../tables/signals.ts'

/**
 * Standardizes each channel by what was before: a mean and a deviation that fade exponentially, as
 * a decoder that works while the recording goes on has to.
 *
 * A sample that is not finite has no weight and becomes NaN. Each segment begins anew.
 *
 * @see braindecode.preprocessing.exponential_moving_standardize
 */
export const movingStandardize = defineStage({
  use: 'movingStandardize',
  title: 'Standardize each channel by a mean and a deviation that move along',
  reads: ['signals'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1002/hbm.23730'],
  options: z.strictObject({
    factor: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.001)
      .meta({ unit: '1', description: 'weight of the newest sample' }),
    startS: z.number().min(0).default(0).meta({
      unit: 's',
      description: 'stretch at the start that is scaled by its own mean and deviation',
    }),
    least: z.number().positive().default(1e-4).meta({
      unit: 'the signal',
      description: 'the deviation is not taken below this',
    }),
  }),
  run(input, { factor, startS, least }) {
    const table = input as Signals
    const blocks = segmentsOf(table).map(({ channels, values, samples, rateHz }) => {
      const out = unset32(values.length)
      const by = { factor, least, start: Math.round(startS * rateHz) }
      for (let c = 0; c < channels.length; c++) {
        const [from, to] = [c * samples, (c + 1) * samples]
        movingScale(values.subarray(from, to), by, out.subarray(from, to))
      }
      return out
    })
    return withUnit(withSamples(table, blocks), '1')
  },
})
