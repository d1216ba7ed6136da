import * as z from 'zod'
import { unset32 } from '../../kernels/recycling.ts'
import { scaleInto } from '../../kernels/scaling.ts'
import { defineStage } from '../../stage.ts'
import { type Signals, segmentsOf, withSamples, withUnit } from '../../tables/signals.ts'

/**
 * Moves and divides every sample by fixed numbers: (x - offset) / divisor. It is how models that
 * were trained on hundredths of a microvolt, or on fixed quantiles, want their input.
 *
 * NaN stays. The unit becomes the one that is named; it is not checked against the numbers.
 */
export const rescale = defineStage({
  use: 'rescale',
  title: 'Move and divide every sample by fixed numbers',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    offset: z.number().default(0).meta({ unit: 'the signal', description: 'what becomes 0' }),
    divisor: z
      .number()
      .refine((value) => value !== 0, { error: 'must not be 0' })
      .meta({ unit: 'the signal', description: 'what becomes 1, counted from the offset' }),
    unit: z.string().min(1).default('1').meta({ description: 'unit of the result' }),
  }),
  contextS: () => 0,
  run(input, { offset, divisor, unit }) {
    const table = input as Signals
    const blocks = segmentsOf(table).map(({ values }) => {
      const out = unset32(values.length)
      scaleInto(values, { centre: offset, scale: divisor }, out)
      return out
    })
    return withUnit(withSamples(table, blocks), unit)
  },
})
