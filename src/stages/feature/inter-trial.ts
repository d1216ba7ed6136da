import * as z from 'zod'
import { fail } from '../../errors.ts'
import { addTrial, trialSums } from '../../kernels/trial-sums.ts'
import { morletWavelets, type Wavelet } from '../../kernels/wavelet-banks.ts'
import { waveletTransform } from '../../kernels/wavelet-transform.ts'
import { defineStage, type ShapeIssue } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { makeFeatures } from '../../tables/features.ts'
import { labelGroups } from '../../tables/label-groups.ts'
import { repeatKeys, type Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

const number = z.number().positive()
const options = z.strictObject({
  frequenciesHz: z.array(number).min(1).meta({ unit: 'Hz', description: 'of the wavelets' }),
  cycles: z
    .union([number, z.array(number).min(1)])
    .default(7)
    .meta({ unit: '1', description: 'of a wavelet; one number, or one for each frequency' }),
  hop: z.int().min(1).default(10).meta({
    unit: 'samples',
    description: 'from a frame to the next',
  }),
  measures: z
    .array(z.enum(['itc', 'power']))
    .min(1)
    .default(['itc'])
    .meta({ description: 'itc: length of the mean phasor of the windows; power: mean of theirs' }),
})
type Options = z.output<typeof options>

/**
 * Gives what the windows of a recording have in common in time and frequency, by Morlet wavelets: a
 * row for all windows of a recording with the same labels, from the first of them to the last.
 * Features by channel, measure, frequency, frame.
 *
 * A single window has an itc of 1. One value that is not finite makes its channel NaN.
 *
 * @throws {NeurarrowError} `signal-too-short` when a wavelet is longer than a window,
 *   `stage-options` for frequencies at or above half the rate, `length-mismatch`, `rates-differ`
 * @see mne.time_frequency.tfr_array_morlet with output='itc' and 'avg_power'
 */
export const interTrial = defineStage({
  use: 'interTrial',
  title: 'Phase and power that the windows of a recording have in common',
  reads: ['windows'],
  writes: 'features',
  scope: 'recording',
  version: 2,
  cites: ['doi:10.1523/JNEUROSCI.17-02-00722.1997'],
  options: options.check(({ value, issues }) => {
    const { cycles, frequenciesHz } = value
    if (typeof cycles === 'number' || cycles.length === frequenciesHz.length) return
    const message = `${cycles.length} cycles for ${frequenciesHz.length} frequencies`
    issues.push({ code: 'custom', message, path: ['cycles'], input: value })
  }),
  shape({ rateHz, lengthS }, given) {
    const known = rateHz !== undefined && lengthS !== undefined
    const issues = known ? issuesOf(given, rateHz, Math.round(rateHz * lengthS)) : []
    return { kind: 'features', issues }
  },
  run(input, given) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'interTrial')
    const rows = segments.map(({ from }) => from)
    const groups = labelGroups(windows, rows)
    const values = groups.map((group) =>
      common(
        group.map((place) => segments[place]),
        given,
      ),
    )
    const [first] = segments
    const names = first ? namesOf(first, given) : []
    const ends = groups.map((group) => segments[group[group.length - 1]])
    const spans = {
      window: Int32Array.from(groups, ([place]) => segments[place].index),
      startS: Float64Array.from(groups, ([place]) => segments[place].startS),
      endS: Float64Array.from(ends, ({ startS, samples, rateHz }) => startS + samples / rateHz),
    }
    const keys = repeatKeys(
      windows,
      groups.map(([place]) => rows[place]),
    )
    const { labels = '[]', notes } = windows.meta
    const all = Float32Array.from(values.flatMap((row) => [...row]))
    return makeFeatures(keys, spans, all, {
      labels,
      ...(notes === undefined ? {} : { notes }),
      ...(first ? { names: JSON.stringify(names) } : {}),
    })
  },
})

const framesOf = (samples: number, { hop }: Options) => Math.ceil(samples / hop)

function namesOf({ channels, samples }: Segment, given: Options): string[] {
  const frames = Array.from({ length: framesOf(samples, given) }, (_, m) => m + 1)
  return channels.flatMap((channel) =>
    given.measures.flatMap((measure) =>
      given.frequenciesHz.flatMap((hz) => frames.map((m) => `${channel} ${measure} ${hz}Hz t${m}`)),
    ),
  )
}

function issuesOf(given: Options, rateHz: number, samples: number): ShapeIssue[] {
  const highest = Math.max(...given.frequenciesHz)
  if (highest >= rateHz / 2) {
    const message = `${highest} Hz is not below half the sampling rate of ${rateHz} Hz`
    return [{ path: ['frequenciesHz'], message }]
  }
  const needed = longest(morletWavelets({ ...given, rateHz, zeroMean: true }))
  if (needed <= samples) return []
  const message = `a wavelet of ${needed} samples is longer than a window of ${samples}`
  return [{ path: ['cycles'], message }]
}

const longest = (bank: readonly (readonly Wavelet[])[]) =>
  Math.max(...bank.flat().map(({ values }) => values.length / 2))

/** The features of one group of windows, shape [C, measures, F, M]. */
function common(windows: readonly Segment[], given: Options): Float64Array {
  const [{ rateHz, samples, channels }] = windows
  const stage = 'interTrial'
  const [issue] = issuesOf(given, rateHz, samples)
  if (issue?.path[0] === 'cycles') {
    fail('signal-too-short', { stage, samples, says: issue.message })
  }
  if (issue) fail('stage-options', { stage, option: issue.path[0], says: issue.message })
  const odd = windows.find((window) => window.samples !== samples || window.rateHz !== rateHz)
  if (odd) fail('length-mismatch', { stage, window: odd.index, expected: samples })
  const bank = morletWavelets({ ...given, rateHz, zeroMean: true })
  const size = bank.length * framesOf(samples, given)
  const sums = trialSums(channels.length * size)
  for (const { values } of windows) {
    const how = { bank, hop: given.hop, value: 'complex' as const }
    addTrial(sums, waveletTransform(values, channels.length, how))
  }
  const out = new Float64Array(channels.length * given.measures.length * size)
  let at = 0
  for (let c = 0; c < channels.length; c++) {
    for (const measure of given.measures) {
      for (let i = c * size; i < (c + 1) * size; i++, at++) {
        const length = Math.hypot(sums.phasors[2 * i], sums.phasors[2 * i + 1])
        out[at] = (measure === 'itc' ? length : sums.powers[i]) / windows.length
      }
    }
  }
  return out
}
