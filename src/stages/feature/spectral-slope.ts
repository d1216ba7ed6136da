import * as z from 'zod'
import { fail } from '../../errors.ts'
import type { Peak } from '../../kernels/gaussian-peaks.ts'
import { type SpectralSlope, spectralSlope as slopeOf } from '../../kernels/spectral-slope.ts'
import { welch } from '../../kernels/welch.ts'
import { defineStage, type ShapeIssue } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { windowFeatures } from '../../tables/window-features.ts'
import { segmentSamples } from '../band-issues.ts'

const pair = z.tuple([z.number().min(0), z.number().positive()])
const options = z.strictObject({
  fitHz: pair
    .default([1, 45])
    .meta({ unit: 'Hz', description: 'from the lowest to the highest frequency, both included' }),
  knee: z.boolean().default(false).meta({ description: 'let the curve bend below a frequency' }),
  bandsHz: z
    .array(pair)
    .default([])
    .meta({ unit: 'Hz', description: 'bands [low, high) whose highest peak is given' }),
  segmentS: z
    .number()
    .positive()
    .default(2)
    .meta({ unit: 's', description: 'length of the segments whose spectra are averaged' }),
  mostPeaks: z.int().min(0).default(6).meta({ unit: '1', description: 'peaks that are fitted' }),
  peakWidthHz: pair
    .default([1, 12])
    .meta({ unit: 'Hz', description: 'narrowest and widest peak, two standard deviations' }),
  leastHeight: z.number().min(0).default(0).meta({
    unit: 'log10 power',
    description: 'peaks below this height are none',
  }),
  leastDeviations: z.number().min(0).default(2).meta({
    unit: 'standard deviations',
    description: 'peaks below this height, in those of the flattened spectrum, are none',
  }),
})
type Options = z.output<typeof options>

/**
 * Parts the spectrum of each channel of a window (Welch, Hann, half overlapping) into an aperiodic
 * curve and peaks: features `offset`, `exponent` (with a knee also `knee`), `rSquared`, and of each
 * band the frequency, height and width of its highest peak. A band without a peak has its middle,
 * 0 and 0.
 *
 * A value that is not finite, and a channel without power, makes the features of its channel NaN.
 *
 * @throws {NeurarrowError} `stage-options` when fewer than 4 frequencies are fitted or the highest
 *   is above half the rate, `signal-too-short` when windows are shorter than a segment,
 *   `length-mismatch`, `rates-differ`
 * @see fooof.FOOOF
 */
export const spectralSlope = defineStage({
  use: 'spectralSlope',
  title: 'Part spectra into an aperiodic curve and peaks',
  reads: ['windows'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1038/s41593-020-00744-x'],
  options,
  shape({ rateHz, lengthS }, given) {
    const issues = rateHz === undefined ? [] : fitIssues(given, rateHz)
    if (lengthS !== undefined && given.segmentS > lengthS + 1e-9) {
      const message = `a segment of ${given.segmentS} s is longer than a window of ${lengthS} s`
      issues.push({ path: ['segmentS'], message })
    }
    return { kind: 'features', issues }
  },
  contextS: () => 0,
  run(input, given) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'spectralSlope')
    const channels = segments[0]?.channels ?? []
    const rows = segments.flatMap((segment) => measured(segment, given))
    const names = channels.flatMap((channel) => namesOf(given).map((name) => `${channel} ${name}`))
    return windowFeatures(windows, segments, Float32Array.from(rows), { names })
  },
})

/** The columns of a density that are fitted, [from, to). */
function columnsOf({ fitHz, segmentS }: Options, rateHz: number): { from: number; to: number } {
  const segment = segmentSamples(segmentS, rateHz)
  const from = Math.max(1, Math.ceil((fitHz[0] * segment) / rateHz - 1e-9))
  return { from, to: Math.floor((fitHz[1] * segment) / rateHz + 1e-9) + 1 }
}

function fitIssues(given: Options, rateHz: number): ShapeIssue[] {
  const { from, to } = columnsOf(given, rateHz)
  if (given.fitHz[1] > rateHz / 2) {
    const message = `${given.fitHz[1]} Hz is above half the sampling rate of ${rateHz} Hz`
    return [{ path: ['fitHz'], message }]
  }
  if (to - from >= 4) return []
  const message = `${Math.max(0, to - from)} frequencies are too few; longer segments have more`
  return [{ path: ['fitHz'], message }]
}

/** The features of all channels of a window. */
function measured(window: Segment, given: Options): number[] {
  const { values, channels, samples, rateHz, recording, index } = window
  const [issue] = fitIssues(given, rateHz)
  if (issue) fail('stage-options', { stage: 'spectralSlope', option: 'fitHz', says: issue.message })
  const segment = segmentSamples(given.segmentS, rateHz)
  if (samples < segment) {
    const facts = { stage: 'spectralSlope', recording, window: index, samples, needed: segment }
    fail('signal-too-short', facts)
  }
  const { from, to } = columnsOf(given, rateHz)
  const hz = Float64Array.from({ length: to - from }, (_, k) => ((from + k) * rateHz) / segment)
  const density = welch(values, channels.length, { rateHz, segment })
  const bins = density.length / channels.length
  const { peakWidthHz: widthHz, ...how } = given
  return channels.flatMap((_, c) => {
    const power = density.slice(c * bins + from, c * bins + to)
    return numbersOf(slopeOf(hz, power, { ...how, widthHz }), given)
  })
}

function numbersOf(found: SpectralSlope, { knee, bandsHz }: Options): number[] {
  const { offset, exponent, rSquared, peaks } = found
  return [
    ...[offset, ...(knee ? [found.knee] : []), exponent, rSquared],
    ...bandsHz.flatMap((band) => peakIn(band, peaks, Number.isNaN(offset))),
  ]
}

/** Frequency, height and width of the highest peak of a band. */
function peakIn(
  [low, high]: readonly [number, number],
  peaks: readonly Peak[],
  isNone: boolean,
): number[] {
  if (isNone) return [Number.NaN, Number.NaN, Number.NaN]
  const inside = peaks.filter(({ hz }) => hz >= low && hz < high)
  if (inside.length === 0) return [(low + high) / 2, 0, 0]
  const best = inside.reduce((a, b) => (b.height > a.height ? b : a))
  return [best.hz, best.height, 2 * best.spreadHz]
}

function namesOf({ knee, bandsHz }: Options): string[] {
  return [
    ...['offset', ...(knee ? ['knee'] : []), 'exponent', 'rSquared'],
    ...bandsHz.flatMap(([low, high]) =>
      ['peakHz', 'peakHeight', 'peakWidthHz'].map((name) => `${name} ${low}-${high}Hz`),
    ),
  ]
}
