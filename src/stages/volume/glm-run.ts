import * as z from 'zod'
import { fail } from '../../errors.ts'
import { fitGlm, type GlmFit } from '../../kernels/fit-glm.ts'
import { requireOwnTimes } from '../../tables/own-times.ts'
import { type Segment, type Signals, segmentsOf } from '../../tables/signals.ts'
import type { GlmDesign } from './glm-design.ts'

/** How the model is fitted. */
export const fitOptions = {
  noise: z.enum(['ar1', 'ols']).default('ar1').meta({
    description: 'ar1: noise that depends on the scan before; ols: white noise',
  }),
  scale: z.enum(['percent', 'none']).default('percent').meta({
    description: 'percent: of the mean of each channel, taken as 1 where it is less',
  }),
}

/**
 * The one segment of a run that a model is fitted to.
 *
 * @throws {NeurarrowError} `signal-too-short` when a recording has gaps, `stage-options` when they
 *   were closed up
 */
export function wholeRun(stage: string, signals: Signals): Segment {
  requireOwnTimes(signals, stage)
  const [segment, ...others] = segmentsOf(signals)
  if (others.length > 0) {
    const { recording } = segment
    fail('signal-too-short', { stage, recording, segments: others.length + 1, expected: 1 })
  }
  return segment
}

/** The samples of a run in the scale of the model, shape [V, T]. */
export function scaledRun(segment: Segment, scale: 'percent' | 'none'): Float32Array {
  const { values, samples } = segment
  if (scale === 'none') return values
  const out = new Float32Array(values.length)
  for (let from = 0; from < values.length; from += samples) {
    let sum = 0
    for (let t = from; t < from + samples; t++) sum += values[t]
    const mean = sum / samples
    const base = mean < 1 ? 1 : mean
    for (let t = from; t < from + samples; t++) out[t] = 100 * (values[t] / base - 1)
  }
  return out
}

/**
 * Fits a design to a run.
 *
 * @throws {NeurarrowError} `rank-deficient` naming the columns when they depend on each other
 */
export function fitRun(
  stage: string,
  segment: Segment,
  y: Float32Array,
  { design, noise }: { design: GlmDesign; noise: 'ar1' | 'ols' },
): GlmFit {
  try {
    return fitGlm(y, segment.channels.length, design.values, noise)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    const facts = { stage, recording: segment.recording, columns: design.names }
    return fail('rank-deficient', { ...facts, says: cause.message }, cause)
  }
}

/** How many channels of a fit have no variance left. */
export function flatChannels(fit: GlmFit): number {
  return fit.dispersion.reduce((count, value) => (value === 0 ? count + 1 : count), 0)
}
