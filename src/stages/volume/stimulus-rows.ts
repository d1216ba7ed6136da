import * as z from 'zod'
import { fail } from '../../errors.ts'
import { delayed } from '../../kernels/delayed.ts'
import { firstHole } from '../../kernels/first-hole.ts'
import { lanczosResample } from '../../kernels/lanczos.ts'
import { defineStage, type Need } from '../../stage.ts'
import { makeFeatures } from '../../tables/features.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import { labelNames } from '../../tables/keys.ts'
import { requireOwnTimes } from '../../tables/own-times.ts'
import { placesMeta } from '../../tables/places-meta.ts'
import { repeatKeys, type Segment, segmentsOf } from '../../tables/signals.ts'
import { stimulusBands } from '../../tables/stimulus-bands.ts'
import { lists, type Table } from '../../tables/table.ts'

const options = z.strictObject({
  features: z
    .string()
    .min(1)
    .meta({
      description:
        'table of stimulus features of the run (.tsv, .csv, .npy), a row a moment; may hold ' +
        '{subject}, {session}, {run}',
    }),
  rateHz: z
    .number()
    .positive()
    .optional()
    .meta({ unit: 'Hz', description: 'rate of the features; without it they have a row a scan' }),
  lobes: z
    .number()
    .positive()
    .default(3)
    .meta({ unit: '1', description: 'half the width of the Lanczos kernel' }),
  cutoff: z
    .number()
    .positive()
    .default(1)
    .meta({ unit: '1', description: 'cut-off of the kernel in multiples of half the scan rate' }),
  delays: z
    .array(z.int())
    .min(1)
    .default([1, 2, 3, 4])
    .meta({ unit: 'scans', description: 'how much later responses are expected' }),
  bands: z
    .record(z.string().min(1), z.int().min(1))
    .optional()
    .meta({ unit: 'columns', description: 'feature spaces: how many columns each has, in order' }),
})
type Options = z.output<typeof options>

/**
 * Makes rows for an encoding model: the features are those of the stimulus, resampled to the scans
 * and delayed, the label `response` is the list of all channels at the scan. A head for vectors
 * then predicts every voxel or parcel from the stimulus.
 *
 * Resampling is Lanczos' and sums: features at twice the rate come out twice as large.
 *
 * @throws {NeurarrowError} `length-mismatch` when features have no row for each scan or bands do
 *   not add up, `rates-differ` for several segments, `non-finite`, `signal-too-short` for one scan,
 *   `stage-options` when censored scans were closed up before
 * @see Huth et al. (2016), Nature 532:453-458, doi:10.1038/nature17637
 */
export const stimulusRows = defineStage({
  use: 'stimulusRows',
  title: 'Rows of stimulus features with the response of all channels as label',
  reads: ['signals'],
  writes: 'features',
  scope: 'recording',
  version: 2,
  cites: ['doi:10.1038/nature17637'],
  options,
  needs: ({ features }): Readonly<Record<string, Need>> => ({
    features: { table: 'numbers', path: features },
  }),
  shape: () => ({ kind: 'features' }),
  run(input, given, { tables }) {
    const signals = input as Table<'signals'>
    requireOwnTimes(signals, 'stimulusRows')
    const [segment, ...others] = segmentsOf(signals)
    if (others.length > 0)
      fail('rates-differ', { stage: 'stimulusRows', segments: others.length + 1 })
    requireFinite(segment)
    const from = tables.features as Table<'features'>
    const { values, rows, cols } = finiteRowsOf(from, 'stimulusRows')
    const found = segment ? resampled({ values, rows, cols }, segment, given) : new Float64Array(0)
    const scans = segment?.samples ?? 0
    const wide = delayed(found, Math.max(1, scans), given.delays)
    return table(signals, segment, Float32Array.from(wide), { given, cols })
  },
})

/** Responses are a label, where NaN would not be seen before the fit. */
function requireFinite(segment: Segment | undefined): void {
  const at = segment ? firstHole(segment.values) : -1
  if (!segment || at < 0) return
  const { recording, samples, channels } = segment
  const channel = channels[Math.floor(at / samples)]
  fail('non-finite', { stage: 'stimulusRows', recording, channel, scan: at % samples })
}

function resampled(
  { values, rows, cols }: { values: Float64Array; rows: number; cols: number },
  { samples, rateHz, startS, recording }: Segment,
  { rateHz: featureHz, lobes, cutoff }: Options,
): Float64Array {
  const facts = { stage: 'stimulusRows', recording, scans: samples }
  if (featureHz === undefined) {
    if (rows === samples) return values
    return fail('length-mismatch', { ...facts, features: rows, columns: cols })
  }
  if (samples < 2) fail('signal-too-short', { ...facts, needed: 2 })
  if (rows / featureHz < (samples - 1) / rateHz) {
    fail('length-mismatch', { ...facts, featuresEndS: rows / featureHz, remedy: 'check rateHz' })
  }
  const from = Float64Array.from({ length: rows }, (_, n) => n / featureHz)
  const to = Float64Array.from({ length: samples }, (_, t) => startS + t / rateHz)
  return lanczosResample(values, from, to, { lobes, cutoff })
}

function table(
  signals: Table<'signals'>,
  segment: Segment | undefined,
  values: Float32Array,
  { given, cols }: { given: Options; cols: number },
): Table<'features'> {
  const scans = segment?.samples ?? 0
  const channels = segment?.channels ?? []
  const responses = new Float32Array(scans * channels.length)
  for (let c = 0; segment && c < channels.length; c++) {
    for (let t = 0; t < scans; t++) {
      responses[t * channels.length + c] = segment.values[c * scans + t]
    }
  }
  const scan = Int32Array.from({ length: scans }, (_, t) => t)
  const time = (t: number) => (segment ? segment.startS + t / segment.rateHz : 0)
  const spans = {
    window: scan,
    startS: Float64Array.from(scan, time),
    endS: Float64Array.from(scan, (t) => time(t + 1)),
  }
  const keys = repeatKeys(signals, new Array<number>(scans).fill(segment?.from ?? 0))
  const names = given.delays.flatMap((delay) =>
    stimulusBands(given.bands, cols, 'stimulusRows').map(
      (band, f) => `${band} ${f} delay ${delay}`,
    ),
  )
  const { notes } = signals.meta
  const labels = [...labelNames(signals).filter((name) => name !== 'response'), 'response']
  const response = lists(responses, Math.max(1, channels.length))
  return makeFeatures({ ...keys, response }, spans, values, {
    labels: JSON.stringify(labels),
    names: JSON.stringify(names),
    bands: JSON.stringify(
      given.delays.flatMap(() => stimulusBands(given.bands, cols, 'stimulusRows')),
    ),
    'names of response': JSON.stringify(channels),
    ...placesMeta(signals),
    ...(notes === undefined ? {} : { notes }),
  })
}
