import * as z from 'zod'
import { fail } from '../../errors.ts'
import { envelopeCorrelation } from '../../kernels/envelope-correlation.ts'
import { orthogonalEnvelopes } from '../../kernels/orthogonal-envelopes.ts'
import { spectralConnectivity } from '../../kernels/spectral-connectivity.ts'
import { defineStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { windowFeatures } from '../../tables/window-features.ts'
import { bandIssues, segmentSamples } from '../band-issues.ts'

const options = z
  .strictObject({
    measure: z
      .enum([
        'coherence',
        'imaginaryCoherence',
        'plv',
        'ciplv',
        'ppc',
        'pli',
        'wpli',
        'debiasedWpli',
        'envelopeCorrelation',
        'orthogonalEnvelopeCorrelation',
      ])
      .meta({
        description:
          'plv: phase locking, ciplv its corrected imaginary part; ppc: pairwise phase ' +
          'consistency; pli, wpli: phase lag index, and weighted',
      }),
    bandsHz: z
      .array(z.tuple([z.number().min(0), z.number().positive()]))
      .min(1)
      .optional()
      .meta({ unit: 'Hz', description: 'bands [low, high); not for envelopes' }),
    segmentS: z
      .number()
      .positive()
      .default(1)
      .meta({ unit: 's', description: 'length of the segments whose spectra are compared' }),
    overlap: z
      .number()
      .min(0)
      .lt(1)
      .default(0.5)
      .meta({ unit: '1', description: 'part of a segment that the next one shares' }),
  })
  .refine(({ measure, bandsHz }) => isOfEnvelopes(measure) === !bandsHz, {
    error: 'bandsHz is needed, but not with correlations of envelopes',
  })
type Options = z.output<typeof options>

/**
 * Measures how closely each pair of channels goes together in a window: a feature for each pair and
 * band, pairs in the order of the upper triangle. Correlations of envelopes take the channels
 * as they are, so a band-pass belongs before them; their analytic signals are of the window's own
 * length, as SciPy's, where MNE-Connectivity fills it up with zeros to a length that is fast.
 *
 * A channel with a value that is not finite, and a flat one, makes its pairs NaN.
 *
 * @throws {NeurarrowError} `stage-options` when a band holds no frequency, `signal-too-short` when
 *   a window holds fewer than two segments, `length-mismatch`, `rates-differ`
 * @see mne_connectivity.spectral_connectivity_epochs, mne_connectivity.envelope_correlation
 */
export const connectivity = defineStage({
  use: 'connectivity',
  title: 'How closely each pair of channels goes together',
  reads: ['windows'],
  writes: 'features',
  scope: 'recording',
  version: 2,
  cites: ['doi:10.1016/j.clinph.2004.04.029', 'doi:10.1016/j.neuroimage.2011.01.055'],
  options,
  shape: ({ rateHz }, given) => ({
    kind: 'features',
    issues:
      rateHz === undefined
        ? []
        : bandIssues({ bandsHz: given.bandsHz ?? [], segmentS: given.segmentS }, rateHz),
  }),
  contextS: () => 0,
  run(input, given) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'connectivity')
    const channels = segments[0]?.channels ?? []
    const bands = given.bandsHz ?? []
    const cols = ((channels.length * (channels.length - 1)) / 2) * Math.max(1, bands.length)
    const values = new Float32Array(segments.length * cols)
    segments.forEach((segment, r) => {
      values.set(measured(segment, given), r * cols)
    })
    return windowFeatures(windows, segments, values, { names: namesOf(channels, bands), unit: '1' })
  },
})

function isOfEnvelopes(measure: string): boolean {
  return measure === 'envelopeCorrelation' || measure === 'orthogonalEnvelopeCorrelation'
}

function measured(window: Segment, given: Options): Float64Array {
  const { values, channels, samples, rateHz, recording, index } = window
  const { measure, bandsHz } = given
  if (measure === 'envelopeCorrelation') return envelopeCorrelation(values, channels.length)
  if (measure === 'orthogonalEnvelopeCorrelation' || !bandsHz) {
    return orthogonalEnvelopes(values, channels.length)
  }
  const [issue] = bandIssues({ bandsHz, segmentS: given.segmentS }, rateHz)
  if (issue) {
    fail('stage-options', { stage: 'connectivity', option: 'bandsHz', says: issue.message })
  }
  const segment = segmentSamples(given.segmentS, rateHz)
  const shared = Math.floor(given.overlap * segment + 1e-9)
  const needed = 2 * segment - shared
  if (samples < needed) {
    fail('signal-too-short', { stage: 'connectivity', recording, window: index, samples, needed })
  }
  const how = { measure, rateHz, segment, shared, bandsHz }
  return spectralConnectivity(values, channels.length, how)
}

function namesOf(channels: readonly string[], bands: readonly (readonly [number, number])[]) {
  const pairs = channels.flatMap((a, i) => channels.slice(i + 1).map((b) => `${a}~${b}`))
  if (bands.length === 0) return pairs
  return pairs.flatMap((pair) => bands.map(([low, high]) => `${pair} ${low}-${high}Hz`))
}
