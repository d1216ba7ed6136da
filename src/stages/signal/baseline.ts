import * as z from 'zod'
import { fail } from '../../errors.ts'
import { removeBaseline } from '../../kernels/remove-baseline.ts'
import { defineStage } from '../../stage.ts'
import { mapRows } from '../../tables/map-rows.ts'
import type { Signals } from '../../tables/signals.ts'

/**
 * Subtracts from each row of a window the mean of its samples from `fromS` to `toS` after the
 * window's start, both ends included. NaN among them makes the row NaN.
 *
 * @throws {NeurarrowError} `stage-options` when the span holds no sample of the window
 * @see mne.baseline.rescale
 */
export const baseline = defineStage({
  use: 'baseline',
  title: 'Subtract the mean of a part of each window',
  reads: ['windows'],
  writes: 'windows',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    fromS: z
      .number()
      .min(0)
      .default(0)
      .meta({ unit: 's', description: 'start of the span, from the start of the window' }),
    toS: z
      .number()
      .min(0)
      .meta({ unit: 's', description: 'end of the span, from the start of the window' }),
  }),
  shape(input, { fromS, toS }) {
    const issues = []
    if (fromS > toS) issues.push({ path: ['fromS'], message: `${fromS} s is after ${toS} s` })
    if (input.lengthS !== undefined && toS > input.lengthS) {
      const message = `${toS} s is after the end of a window of ${input.lengthS} s`
      issues.push({ path: ['toS'], message })
    }
    return { ...input, issues }
  },
  contextS: () => 0,
  run(input, { fromS, toS }) {
    return mapRows(input as Signals, ({ values, rows, samples, rateHz }) => {
      const first = Math.ceil(fromS * rateHz - 1e-6)
      const last = Math.min(Math.floor(toS * rateHz + 1e-6), samples - 1)
      if (first > last) fail('stage-options', { stage: 'baseline', fromS, toS, rateHz, samples })
      return removeBaseline(values, rows, { first, last })
    })
  },
})
