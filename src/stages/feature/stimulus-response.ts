import * as z from 'zod'
import { fail } from '../../errors.ts'
import { crossLag } from '../../kernels/cross-lag.ts'
import { type StimulusSpectra, stimulusSpectra } from '../../kernels/stimulus-spectra.ts'
import { defineStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { windowFeatures } from '../../tables/window-features.ts'
import { bandIssues, segmentSamples } from '../band-issues.ts'

const measures = ['response', 'crossSpectrum', 'coherence', 'gain', 'delay', 'correlation'] as const
const options = z.strictObject({
  stimulus: z.string().min(1).meta({
    description: 'channel that holds the stimulus, or its envelope; it gives no features',
  }),
  bandsHz: z
    .array(z.tuple([z.number().min(0), z.number().positive()]))
    .min(1)
    .meta({ unit: 'Hz', description: 'bands [low, high)' }),
  measures: z
    .array(z.enum(measures))
    .min(1)
    .default(['crossSpectrum', 'coherence'])
    .meta({
      description:
        'response: density of the channel; crossSpectrum: magnitude of its cross density with ' +
        'the stimulus; coherence: squared; gain: of the linear system between; delay, s, and ' +
        'correlation there: once for all bands',
    }),
  segmentS: z
    .number()
    .positive()
    .default(1)
    .meta({ unit: 's', description: 'length of the segments whose spectra are averaged' }),
  overlap: z
    .number()
    .min(0)
    .lt(1)
    .default(0.5)
    .meta({ unit: '1', description: 'part of a segment that the next one shares' }),
  maxDelayS: z.number().min(0).default(0.5).meta({
    unit: 's',
    description: 'longest time by which a channel may follow the stimulus',
  }),
})
type Options = z.output<typeof options>
type Measure = (typeof measures)[number]
/** Those of the time course, which have one value for all bands. */
const ofTime: readonly Measure[] = ['delay', 'correlation']

/**
 * Compares each channel of a window with a stimulus that was recorded beside it: features by
 * channel and measure, bands within, each averaged over the frequencies of the band.
 *
 * A value that is not finite makes the features of its channel NaN, in the stimulus all of them; so
 * does a constant, where a measure divides by its power.
 *
 * @throws {NeurarrowError} `channel-missing` without the stimulus, `stage-options` when a band
 *   holds no frequency, `signal-too-short` when a window holds fewer than two segments or is not
 *   longer than the delay, `length-mismatch`, `rates-differ`
 * @see scipy.signal.csd, coherence and correlate
 */
export const stimulusResponse = defineStage({
  use: 'stimulusResponse',
  title: 'How channels follow a stimulus that was recorded beside them',
  reads: ['windows'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  options,
  shape({ rateHz, channels }, given) {
    const issues = rateHz === undefined ? [] : bandIssues(given, rateHz)
    if (channels && !channels.includes(given.stimulus)) {
      issues.push({ path: ['stimulus'], message: `there is no channel ${given.stimulus}` })
    }
    return { kind: 'features', issues }
  },
  contextS: () => 0,
  run(input, given) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'stimulusResponse')
    const channels = segments[0]?.channels ?? []
    const rows = segments.flatMap((segment) => measured(segment, given))
    const own = channels.filter((name) => name !== given.stimulus)
    const names = own.flatMap((name) => namesOf(given).map((measure) => `${name} ${measure}`))
    return windowFeatures(windows, segments, Float32Array.from(rows), { names })
  },
})

function namesOf({ measures: asked, bandsHz }: Options): string[] {
  return asked.flatMap((name) =>
    ofTime.includes(name) ? [name] : bandsHz.map(([low, high]) => `${name} ${low}-${high}Hz`),
  )
}

function measured(window: Segment, given: Options): number[] {
  const { channels, samples, rateHz, recording, index } = window
  const stage = 'stimulusResponse'
  const at = channels.indexOf(given.stimulus)
  if (at < 0) fail('channel-missing', { stage, missing: [given.stimulus], found: channels })
  const [issue] = bandIssues(given, rateHz)
  if (issue) fail('stage-options', { stage, option: 'bandsHz', says: issue.message })
  const segment = segmentSamples(given.segmentS, rateHz)
  const shared = Math.floor(given.overlap * segment + 1e-9)
  const most = Math.round(given.maxDelayS * rateHz)
  const needed = Math.max(2 * segment - shared, most + 2)
  if (samples < needed) {
    fail('signal-too-short', { stage, recording, window: index, samples, needed })
  }
  const { values, order } = stimulusLast(window, at)
  const how = { rateHz, segment, shared, bandsHz: given.bandsHz }
  const spectra = stimulusSpectra(values, order.length - 1, how)
  const stimulus = values.subarray((order.length - 1) * samples)
  return order.slice(0, -1).flatMap((_, c) => {
    const row = values.subarray(c * samples, (c + 1) * samples)
    const isTimed = given.measures.some((name) => ofTime.includes(name))
    const { lag, correlation } = isTimed ? crossLag(stimulus, row, most) : none
    return given.measures.flatMap((name) => {
      if (name === 'delay') return [lag / rateHz]
      return name === 'correlation' ? [correlation] : inBands(spectra, c, name)
    })
  })
}

const none = { lag: Number.NaN, correlation: Number.NaN }

/** The window's rows with that of the stimulus at the end. */
function stimulusLast({ values, channels, samples }: Segment, at: number) {
  const order = [...channels.keys()].filter((c) => c !== at).concat(at)
  const out = new Float32Array(values.length)
  order.forEach((c, row) => {
    out.set(values.subarray(c * samples, (c + 1) * samples), row * samples)
  })
  return { values: out, order }
}

function inBands(
  { own, stimulus, cross, columns }: StimulusSpectra,
  c: number,
  name: Exclude<Measure, 'delay' | 'correlation'>,
): number[] {
  const width = stimulus.length
  return columns.map(({ from, to }) => {
    let sum = 0
    for (let k = from; k < to; k++) {
      const at = c * width + k
      const size = Math.hypot(cross[2 * at], cross[2 * at + 1])
      if (name === 'response') sum += own[at]
      else if (name === 'crossSpectrum') sum += size
      else if (name === 'gain') sum += size / stimulus[k]
      else sum += (size * size) / (own[at] * stimulus[k])
    }
    return sum / (to - from)
  })
}
