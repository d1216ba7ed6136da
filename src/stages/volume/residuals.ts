import * as z from 'zod'
import { defineStage } from '../../stage.ts'
import { withSamples } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import {
  byLabel,
  designNeeds,
  designOf,
  designOptions,
  modelledEvents,
  noteEvents,
} from './glm-design.ts'
import { fitOptions, fitRun, scaledRun, wholeRun } from './glm-run.ts'

/**
 * Takes out of each channel of a run what a general linear model explains of it: responses to
 * events, confounds, drifts and the mean.
 *
 * With `ar1` the betas are those of the whitened model, and what is left is not whitened.
 *
 * @throws {NeurarrowError} `events-missing`, `rank-deficient`, `signal-too-short`
 * @see nilearn.glm.first_level.FirstLevelModel.residuals with `noise_model='ols'`
 */
export const residuals = defineStage({
  use: 'residuals',
  title: 'Keep what a general linear model does not explain',
  reads: ['signals'],
  writes: 'signals',
  scope: 'recording',
  version: 3,
  options: z.strictObject({ ...designOptions, ...fitOptions }),
  needs: designNeeds,
  run(input, options, { tables }) {
    const signals = input as Table<'signals'>
    if (signals.rows === 0) return signals
    const segment = wholeRun('residuals', signals)
    const events = modelledEvents('residuals', segment, tables.events, options.events)
    const given = { options, confounds: tables.confounds }
    const design = designOf('residuals', segment, byLabel(events.inside), given)
    const y = scaledRun(segment, options.scale)
    const { betas } = fitRun('residuals', segment, y, { design, noise: options.noise })
    const rest = left(y, betas, design.values, segment.samples)
    return noteEvents(withSamples(signals, [rest]), 'residuals', events)
  },
})

/** y - design · betas, shape [V, T]. */
function left(
  y: Float32Array,
  betas: Float64Array,
  design: Float64Array,
  samples: number,
): Float32Array {
  const columns = design.length / samples
  const out = new Float32Array(y.length)
  for (let v = 0; v < y.length / samples; v++) {
    for (let t = 0; t < samples; t++) {
      let sum = 0
      for (let p = 0; p < columns; p++) sum += design[t * columns + p] * betas[v * columns + p]
      out[v * samples + t] = y[v * samples + t] - sum
    }
  }
  return out
}
