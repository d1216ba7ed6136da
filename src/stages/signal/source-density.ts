import * as z from 'zod'
import { mixChannels } from '../../kernels/mix-channels.ts'
import { surfaceLaplacian } from '../../kernels/surface-laplacian.ts'
import { defineStage } from '../../stage.ts'
import { type Signals, segmentsOf, withSamples, withUnit } from '../../tables/signals.ts'
import { placedElectrodes, placeIssues } from './placed-electrodes.ts'

const positive = z.number().positive()

/**
 * Turns potentials of scalp electrodes into current source density: minus the surface Laplacian of
 * the spherical spline through them, in the unit per m². The reference does not matter.
 *
 * Every channel must be an electrode with a place; places are those of the file, else those of the
 * 10-05 system. A NaN at a sample makes that sample NaN in all channels.
 *
 * @throws {NeurarrowError} `stage-options` with the channels that have no place, or for fewer than
 *   four
 * @see mne.preprocessing.compute_current_source_density
 */
export const sourceDensity = defineStage({
  use: 'sourceDensity',
  title: 'Turn potentials into current source density (surface Laplacian)',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1016/0013-4694(89)90180-6', 'doi:10.1016/j.clinph.2005.08.034'],
  options: z.strictObject({
    radiusM: positive.default(0.095).meta({ unit: 'm', description: 'radius of the head' }),
    order: z
      .number()
      .min(2)
      .default(4)
      .meta({ unit: '1', description: 'stiffness of the spline; a larger one is smoother' }),
    ridge: positive
      .default(1e-5)
      .meta({ unit: '1', description: 'smoothing; a larger one is smoother' }),
    terms: z
      .int()
      .min(5)
      .max(500)
      .default(50)
      .meta({ unit: '1', description: 'terms of the Legendre series' }),
  }),
  contextS: () => 0,
  shape: (input) => ({ ...input, issues: placeIssues(input) }),
  run(input, options) {
    const table = input as Signals
    const segments = segmentsOf(table)
    if (segments.length === 0) return table
    const known = new Map<string, Float64Array>()
    const blocks = segments.map((segment) => {
      const key = segment.channels.join('\n')
      const places = placedElectrodes(table, segment, 'sourceDensity')
      const weights = known.get(key) ?? surfaceLaplacian(places, options)
      known.set(key, weights)
      return mixChannels(weights, segment.values, segment.samples)
    })
    return withUnit(withSamples(table, blocks), `${table.meta.unit}/m2`)
  },
})
