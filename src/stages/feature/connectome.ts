import * as z from 'zod'
import { fail } from '../../errors.ts'
import { connectome as estimate } from '../../kernels/connectome.ts'
import { constantRows } from '../../kernels/constant-rows.ts'
import { firstHole } from '../../kernels/first-hole.ts'
import { defineStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { makeMatrices } from '../../tables/features.ts'
import { withNote } from '../../tables/note.ts'
import { placesMeta } from '../../tables/places-meta.ts'
import { repeatKeys, type Segment, type Signals } from '../../tables/signals.ts'

const options = z.strictObject({
  measure: z
    .enum(['correlation', 'partialCorrelation', 'covariance', 'precision'])
    .default('correlation')
    .meta({ description: 'how two parcels are said to go together' }),
  estimator: z
    .enum(['ledoitWolf', 'oas', 'sample'])
    .default('ledoitWolf')
    .meta({ description: 'how the covariance is estimated, as in covariance' }),
  fisherZ: z
    .boolean()
    .default(false)
    .meta({ description: 'take the inverse hyperbolic tangent of correlations; diagonal 0' }),
})

/**
 * How each pair of parcels goes together in a recording, or in each window: a matrix [C, C].
 *
 * `fisherZ` clips correlations to +-0.999999 first. NaN stays in its window. A channel of one value
 * goes with no other: 0, with a note.
 *
 * @throws {NeurarrowError} `stage-options` for `fisherZ` of what is no correlation,
 *   `rank-deficient` when a covariance has no inverse, `length-mismatch`, `rates-differ`,
 *   `signal-too-short`
 * @see nilearn.connectome.ConnectivityMeasure
 */
export const connectome = defineStage({
  use: 'connectome',
  title: 'How each pair of parcels goes together, as a matrix',
  reads: ['signals', 'windows'],
  writes: 'matrices',
  scope: 'recording',
  version: 2,
  cites: ['doi:10.1016/j.neuroimage.2013.04.007'],
  options: options.refine(({ fisherZ, measure }) => !fisherZ || /orrelation$/.test(measure), {
    error: 'fisherZ goes with correlation and partialCorrelation',
  }),
  run(input, given) {
    const signals = input as Signals
    const segments = alikeWindows(signals, 'connectome')
    const channels = segments[0]?.channels ?? []
    const size = channels.length ** 2
    const values = new Float32Array(segments.length * size)
    segments.forEach((segment, i) => {
      values.set(measured(segment, given), i * size)
    })
    const spans = {
      window: Int32Array.from(segments, ({ index }) => index),
      startS: Float64Array.from(segments, ({ startS }) => startS),
      endS: Float64Array.from(segments, (s) => s.startS + s.samples / s.rateHz),
    }
    const { labels = '[]', notes, unit = '' } = signals.meta
    const keys = repeatKeys(
      signals,
      segments.map(({ from }) => from),
    )
    const units = { covariance: `${unit}²`, precision: `1/${unit}²` }
    const own = { unit: units[given.measure as keyof typeof units] ?? '1' }
    const kept = {
      ...(notes === undefined ? {} : { notes }),
      ...placesMeta(signals),
    }
    const table = makeMatrices(keys, spans, values, {
      ...{ labels, ...own, ...kept },
      names: JSON.stringify(channels),
    })
    const flat = segments.reduce((sum, s) => sum + constantRows(s.values, channels.length), 0)
    if (flat === 0) return table
    const says = 'channels of one value go with no other: 0'
    return withNote(table, { stage: 'connectome', says, channels: flat })
  },
})

function measured(segment: Segment, given: z.output<typeof options>): Float64Array {
  const { values, channels, recording, index } = segment
  const { measure, estimator, fisherZ } = given
  const n = channels.length
  if (firstHole(values) >= 0) return new Float64Array(n * n).fill(Number.NaN)
  try {
    const matrix = estimate(values, n, measure, estimator)
    if (!fisherZ) return matrix
    return matrix.map((r, i) => {
      return i % (n + 1) === 0 ? 0 : Math.atanh(Math.max(-0.999999, Math.min(0.999999, r)))
    })
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    const remedy = 'longer recordings, fewer parcels or a shrinkage estimator make it of full rank'
    return fail('rank-deficient', { stage: 'connectome', recording, window: index, remedy })
  }
}
