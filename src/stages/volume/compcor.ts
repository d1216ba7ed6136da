import * as z from 'zod'
import { fail } from '../../errors.ts'
import { highVariance } from '../../kernels/high-variance.ts'
import { regressOut } from '../../kernels/regress-out.ts'
import { defineStage } from '../../stage.ts'
import { segmentsOf, withSamples } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Finds what the rows of highest variance have in common and regresses it out of every row; the
 * mean of a row stays.
 *
 * @throws {NeurarrowError} `stage-options` when so few rows are looked at that there are fewer
 *   components, `signal-too-short` when there are as many as scans
 * @see Behzadi et al. (2007), NeuroImage 37(1):90-101; nilearn.image.high_variance_confounds
 */
export const compcor = defineStage({
  use: 'compcor',
  title: 'Regress out what the rows of highest variance share',
  reads: ['signals'],
  writes: 'signals',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1016/j.neuroimage.2007.04.042'],
  options: z.strictObject({
    components: z.int().min(1).default(5).meta({ unit: '1', description: 'how many are removed' }),
    percent: z.number().positive().max(100).default(2).meta({
      unit: 'percent',
      description: 'share of the rows, those of highest variance, that they are found in',
    }),
    detrend: z.boolean().default(true).meta({ description: 'whether lines are taken out before' }),
  }),
  run(input, options) {
    const signals = input as Table<'signals'>
    const blocks = segmentsOf(signals).map(({ values, channels, samples, recording }) => {
      const found = highVariance(values, channels.length, options)
      const components = found.length / samples
      const facts = { stage: 'compcor', recording, components }
      if (components < Math.min(options.components, samples)) {
        fail('stage-options', { ...facts, expected: options.components, rows: channels.length })
      }
      if (components + 1 >= samples) fail('signal-too-short', { ...facts, scans: samples })
      return regressOut(values, found, samples)
    })
    return withSamples(signals, blocks)
  },
})
