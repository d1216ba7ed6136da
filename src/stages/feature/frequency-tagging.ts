import * as z from 'zod'
import { fail } from '../../errors.ts'
import { type TaggedResponse, taggedResponse } from '../../kernels/tagged-response.ts'
import { defineStage, type ShapeIssue } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { windowFeatures } from '../../tables/window-features.ts'
import { segmentSamples } from '../band-issues.ts'

const measures = [
  'amplitude',
  'snr',
  'itc',
  'p',
] as const satisfies readonly (keyof TaggedResponse)[]
const options = z.strictObject({
  frequenciesHz: z
    .array(z.number().positive())
    .min(1)
    .meta({ unit: 'Hz', description: 'frequencies of the stimulation' }),
  harmonics: z.int().min(1).default(1).meta({
    unit: '1',
    description: 'multiples of each that are looked at, 1 for the frequency alone',
  }),
  segmentS: z
    .number()
    .positive()
    .default(1)
    .meta({ unit: 's', description: 'length of the stretches whose phases are compared' }),
  measures: z
    .array(z.enum(measures))
    .min(1)
    .default(['snr', 'itc'])
    .meta({
      description:
        'amplitude of the mean stretch; snr: power over that of neighbours; itc: length of ' +
        'the mean phasor; p: how often random phases have as long a one',
    }),
  neighbours: z.int().min(1).default(5).meta({
    unit: '1',
    description: 'frequencies on either side that power is compared with',
  }),
  skip: z.int().min(0).default(1).meta({
    unit: '1',
    description: 'frequencies next to the tag that are left out',
  }),
  permutations: z.int().min(1).default(999).meta({
    unit: '1',
    description: 'sets of random phases',
  }),
})
type Options = z.output<typeof options>

/**
 * Looks for responses at the frequencies of a stimulation and their multiples in each channel of a
 * window: features by channel, frequency, multiple and measure.
 *
 * Frequencies need whole cycles in a stretch. A value that is not finite makes the features of its
 * channel NaN.
 *
 * @throws {NeurarrowError} `stage-options` when a frequency has no whole number of cycles in a
 *   stretch or is not below half the rate, `signal-too-short` when a window has fewer than two
 *   stretches, `length-mismatch`, `rates-differ`
 * @see Norcia et al. (2015), J. Vis. 15(6):4, doi:10.1167/15.6.4
 */
export const frequencyTagging = defineStage({
  use: 'frequencyTagging',
  title: 'Responses at the frequencies of a stimulation',
  reads: ['windows'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1167/15.6.4'],
  options,
  shape: ({ rateHz }, given) => ({
    kind: 'features',
    issues: rateHz === undefined ? [] : tagIssues(given, rateHz),
  }),
  contextS: () => 0,
  run(input, given, { seed }) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'frequencyTagging')
    const channels = segments[0]?.channels ?? []
    const rows = segments.flatMap((segment) => measured(segment, given, seed))
    const tags = multiplesOf(given).flatMap((hz) =>
      given.measures.map((name) => `${name} ${Number(hz.toFixed(4))}Hz`),
    )
    const names = channels.flatMap((channel) => tags.map((tag) => `${channel} ${tag}`))
    return windowFeatures(windows, segments, Float32Array.from(rows), { names })
  },
})

function multiplesOf({ frequenciesHz, harmonics }: Options): number[] {
  return frequenciesHz.flatMap((hz) => Array.from({ length: harmonics }, (_, k) => hz * (k + 1)))
}

function tagIssues(given: Options, rateHz: number): ShapeIssue[] {
  const segment = segmentSamples(given.segmentS, rateHz)
  return given.frequenciesHz.flatMap((hz, f): ShapeIssue[] => {
    const cycles = (hz * segment) / rateHz
    const path = ['frequenciesHz', f]
    if (hz * given.harmonics >= rateHz / 2) {
      const highest = hz * given.harmonics
      const message = `${highest} Hz is not below half the sampling rate of ${rateHz} Hz`
      return [{ path, message }]
    }
    if (Math.abs(cycles - Math.round(cycles)) < 1e-6) return []
    return [{ path, message: `${hz} Hz has ${cycles} cycles in a stretch of ${segment} samples` }]
  })
}

function measured(window: Segment, given: Options, seed: number): number[] {
  const { values, channels, samples, rateHz, recording, index } = window
  const stage = 'frequencyTagging'
  const [issue] = tagIssues(given, rateHz)
  if (issue) fail('stage-options', { stage, option: 'frequenciesHz', says: issue.message })
  const segment = segmentSamples(given.segmentS, rateHz)
  if (samples < 2 * segment) {
    fail('signal-too-short', { stage, recording, window: index, samples, needed: 2 * segment })
  }
  const how = { ...given, rateHz, segment }
  return channels.flatMap((_, c) => {
    const row = values.subarray(c * samples, (c + 1) * samples)
    return multiplesOf(given).flatMap((hz, k) => {
      const found = taggedResponse(row, { ...how, hz, seed: seed + 1000 * index + k })
      return given.measures.map((name) => found[name])
    })
  })
}
