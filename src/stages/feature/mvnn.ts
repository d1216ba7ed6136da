import * as z from 'zod'
import { fail } from '../../errors.ts'
import { covariance, type Estimator } from '../../kernels/covariance.ts'
import { firstIndefinite } from '../../kernels/definite.ts'
import { mixChannels } from '../../kernels/mix-channels.ts'
import { whitening } from '../../kernels/tangent-space.ts'
import { defineFitStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { withSamples, withUnit } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Multivariate noise normalisation: whitens the channels by the mean of the covariances of the
 * training windows, each shrunk. Channels that carry much noise, and noise that channels share,
 * then count less.
 *
 * Training windows with a value that is not finite are left out of the fit; NaN goes from one
 * channel into all others of its samples.
 *
 * @throws {NeurarrowError} `rank-deficient` when the mean has no inverse, `non-finite` when no
 *   training window is finite, `channel-missing` when channels are not those of the fit,
 *   `length-mismatch`, `rates-differ`, `signal-too-short`
 * @see Guggenmos et al. (2018), NeuroImage 173:434-447, doi:10.1016/j.neuroimage.2018.02.044 (its
 *   method "epoch")
 */
export const mvnn = defineFitStage({
  use: 'mvnn',
  title: 'Whiten windows by the noise of the training windows',
  reads: ['windows'],
  writes: 'same',
  scope: 'fold',
  version: 1,
  cites: ['doi:10.1016/j.neuroimage.2018.02.044'],
  options: z.strictObject({
    estimator: z
      .enum(['ledoitWolf', 'oas', 'sample'])
      .default('ledoitWolf')
      .meta({ description: 'how the covariance of a window is estimated, as in covariance' }),
  }),
  fit(train, { estimator }): Fitted {
    const segments = alikeWindows(train as Table<'windows'>, 'mvnn')
    const channels = segments[0]?.channels ?? []
    const { mean, used } = meanCovariance(segments, channels.length, estimator)
    if (used === 0) fail('non-finite', { stage: 'mvnn', windows: segments.length })
    if (firstIndefinite(mean, channels.length) >= 0) {
      const remedy = 'fit before channels are made dependent, or shrink: estimator ledoitWolf'
      fail('rank-deficient', { stage: 'mvnn', channels: channels.length, remedy })
    }
    return { channels, whiten: whitening(mean, channels.length), used }
  },
  apply(input, { channels, whiten }) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'mvnn')
    const found = segments[0]?.channels ?? channels
    if (found.join('\n') !== channels.join('\n')) {
      fail('channel-missing', { stage: 'mvnn', expected: channels, found })
    }
    const blocks = segments.map(({ values, samples }) => mixChannels(whiten, values, samples))
    return withUnit(withSamples(windows, blocks), '1')
  },
  describe: ({ channels, used }) => ({ channels: channels.length, windows: used }),
})

interface Fitted {
  readonly channels: readonly string[]
  /** Inverse square root of the mean covariance, shape [C, C]. */
  readonly whiten: Float64Array
  /** How many windows it was fitted on. */
  readonly used: number
}

function meanCovariance(
  segments: readonly { readonly values: Float32Array }[],
  channels: number,
  estimator: Estimator,
): { mean: Float64Array; used: number } {
  const sum = new Float64Array(channels * channels)
  let used = 0
  for (const { values } of segments) {
    const one = covariance(values, channels, estimator)
    if (one.some((value) => value * 0 !== 0)) continue
    for (let i = 0; i < sum.length; i++) sum[i] += one[i]
    used++
  }
  return { mean: sum.map((value) => value / used), used }
}
