import * as z from 'zod'
import { fail } from '../../errors.ts'
import { lowFrequency } from '../../kernels/low-frequency.ts'
import { defineStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import type { Segment, Signals } from '../../tables/signals.ts'
import { windowFeatures } from '../../tables/window-features.ts'

const options = z.strictObject({
  bandHz: z
    .tuple([z.number().min(0), z.number().positive()])
    .default([0.01, 0.08])
    .meta({ unit: 'Hz', description: 'from and to; both ends belong to the band' }),
  fraction: z
    .boolean()
    .default(false)
    .meta({ description: 'whether the amplitude is divided by that of all frequencies (fALFF)' }),
  overMean: z
    .boolean()
    .default(false)
    .meta({ description: 'whether each value is divided by the mean over channels' }),
})

/**
 * The amplitude of low-frequency fluctuations of each voxel or parcel: the mean amplitude of a band
 * (ALFF), or its share of the amplitude of all frequencies (fALFF). A detrend belongs before it, a
 * band-pass does not.
 *
 * NaN stays in its channel, but for `overMean`.
 *
 * @throws {NeurarrowError} `stage-options` when no frequency lies in the band, `length-mismatch`,
 *   `rates-differ`, `signal-too-short`
 * @see Zou et al. (2008), J. Neurosci. Methods 172(1):137-141, doi:10.1016/j.jneumeth.2008.04.012
 */
export const alff = defineStage({
  use: 'alff',
  title: 'Amplitude of low-frequency fluctuations of each channel',
  reads: ['signals', 'windows'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1016/j.braindev.2006.07.002', 'doi:10.1016/j.jneumeth.2008.04.012'],
  options,
  run(input, given) {
    const signals = input as Signals
    const segments = alikeWindows(signals, 'alff')
    const channels = segments[0]?.channels ?? []
    const values = new Float32Array(segments.length * channels.length)
    segments.forEach((segment, i) => {
      values.set(amplitudes(segment, given), i * channels.length)
    })
    const unit = given.fraction || given.overMean ? '1' : signals.meta.unit
    return windowFeatures(signals, segments, values, { names: channels, unit })
  },
})

function amplitudes(segment: Segment, given: z.output<typeof options>): Float64Array {
  const { values, channels, rateHz, recording, samples } = segment
  const { bandHz, fraction, overMean } = given
  try {
    const found = lowFrequency(values, channels.length, rateHz, bandHz)
    const all = fraction ? found.falff : found.alff
    if (!overMean) return all
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length
    return all.map((value) => value / mean)
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    return fail('stage-options', { stage: 'alff', option: 'bandHz', bandHz, recording, samples })
  }
}
