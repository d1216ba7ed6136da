import * as z from 'zod'
import { fail } from '../../errors.ts'
import { bandPower } from '../../kernels/band-power.ts'
import { multitaper } from '../../kernels/multitaper.ts'
import { welch } from '../../kernels/welch.ts'
import { defineStage, type Shape, type ShapeIssue } from '../../stage.ts'
import { type RowBlock, uniformBlock } from '../../tables/map-rows.ts'
import { type Segment, segmentsOf } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { windowFeatures } from '../../tables/window-features.ts'
import { bandIssues, segmentSamples } from '../band-issues.ts'

const options = z.strictObject({
  bandsHz: z
    .array(z.tuple([z.number().min(0), z.number().positive()]))
    .min(1)
    .meta({
      unit: 'Hz',
      description:
        'bands [low, high), the upper edge not included; a feature is the mean of the density in ' +
        'one, squared unit of the signal per Hz',
    }),
  method: z
    .enum(['welch', 'multitaper'])
    .default('welch')
    .meta({ description: 'mean over segments, or over prolate tapers of the whole window' }),
  segmentS: z
    .number()
    .positive()
    .default(2)
    .meta({ unit: 's', description: 'length of the segments whose spectra are averaged' }),
  bandwidthHz: z
    .number()
    .positive()
    .default(4)
    .meta({ unit: 'Hz', description: 'width of the smoothing of multitaper' }),
  adaptive: z
    .boolean()
    .default(false)
    .meta({ description: 'whether the weights of the tapers follow the spectrum' }),
  overlap: z
    .number()
    .min(0)
    .lt(1)
    .default(0.5)
    .meta({ unit: '1', description: 'part of a segment that the next one shares' }),
  log: z.boolean().default(false).meta({ description: 'give the natural logarithm' }),
  relative: z
    .boolean()
    .default(false)
    .meta({ description: 'divide by the sum over the bands of the channel' }),
})
type Options = z.output<typeof options>

/**
 * Estimates the power of each channel in bands: the mean of Welch's density (Hann, constant
 * detrend), or of a multitaper one, over the frequencies low <= f < high, in unit²/Hz.
 *
 * A window gives the features channel by channel, bands within. A value that is not finite makes
 * the features of its channel NaN; a flat channel has no power, and -Infinity for its logarithm.
 * All windows must have the channels, rate and length of the first.
 *
 * @throws {NeurarrowError} `signal-too-short` when windows are shorter than a segment,
 *   `stage-options` when a band holds no frequency, `length-mismatch` when windows differ
 * @see scipy.signal.welch, mne.time_frequency.psd_array_multitaper
 */
export const bandpower = defineStage({
  use: 'bandpower',
  title: 'Power in frequency bands',
  reads: ['windows'],
  writes: 'features',
  scope: 'recording',
  version: 2,
  cites: ['doi:10.1109/TAU.1967.1161901', 'doi:10.1109/PROC.1982.12433'],
  options,
  shape(input, given) {
    const { rateHz, lengthS } = input
    const segmentS = given.method === 'welch' ? given.segmentS : (lengthS ?? Number.NaN)
    const isKnown = rateHz !== undefined && !Number.isNaN(segmentS)
    const issues = isKnown ? bandIssues({ ...given, segmentS }, rateHz) : []
    if (given.method === 'multitaper') {
      if (lengthS === undefined || given.bandwidthHz * lengthS >= 1 - 1e-9) return shapeWith(issues)
      const message = `${given.bandwidthHz} Hz is below ${1 / lengthS} Hz, 1 over the window`
      return shapeWith([...issues, { path: ['bandwidthHz'], message }])
    }
    if (lengthS !== undefined && given.segmentS > lengthS + 1e-9) {
      const message = `a segment of ${given.segmentS} s is longer than a window of ${lengthS} s`
      issues.push({ path: ['segmentS'], message })
    }
    return shapeWith(issues)
  },
  contextS: () => 0,
  run(input, given) {
    const windows = input as Table<'windows'>
    const segments = segmentsOf(windows)
    const [first] = segments
    if (!first) return windowFeatures(windows, segments, new Float32Array(0), { names: [] })
    for (const segment of segments) requireAlike(first, segment)
    const names = namesOf(first.channels, given)
    const unit = unitOf(windows.meta.unit, given)
    return windowFeatures(windows, segments, powers(windows, given), { names, unit })
  },
})

const shapeWith = (issues: readonly ShapeIssue[]): Shape => ({ kind: 'features', issues })

/** Of the powers; nothing where that of the samples is not known. */
function unitOf(unit: string | undefined, { log, relative }: Options): string | undefined {
  if (relative) return log ? 'ln' : '1'
  return unit && `${log ? 'ln ' : ''}${unit}²/Hz`
}

function powers(windows: Table<'windows'>, given: Options): Float32Array {
  const block = uniformBlock(windows) ?? fail('length-mismatch', { stage: 'bandpower' })
  const { rows, samples, rateHz } = block
  const segmentS = given.method === 'welch' ? given.segmentS : samples / rateHz
  const [issue] = bandIssues({ ...given, segmentS }, rateHz)
  if (issue) fail('stage-options', { stage: 'bandpower', option: 'bandsHz', says: issue.message })
  const segment = segmentSamples(segmentS, rateHz)
  const density = densityOf(block, given, segment)
  const power = bandPower(density, rows, { rateHz, segment, bandsHz: given.bandsHz })
  if (given.relative) toShares(power, given.bandsHz.length)
  if (given.log) for (let i = 0; i < power.length; i++) power[i] = Math.log(power[i])
  return new Float32Array(power)
}

function densityOf(block: RowBlock, given: Options, segment: number): Float64Array {
  const { values, rows, samples, rateHz } = block
  if (samples < segment) {
    fail('signal-too-short', { stage: 'bandpower', samples, needed: segment })
  }
  if (given.method === 'welch') {
    const shared = Math.floor(given.overlap * segment + 1e-9)
    return welch(values, rows, { rateHz, segment, shared })
  }
  const { bandwidthHz, adaptive } = given
  if (bandwidthHz < rateHz / samples - 1e-9) {
    const needed = Math.ceil(rateHz / bandwidthHz)
    fail('signal-too-short', { stage: 'bandpower', samples, needed })
  }
  return multitaper(values, rows, { rateHz, bandwidthHz, adaptive })
}

function toShares(power: Float64Array, bands: number): void {
  for (let start = 0; start < power.length; start += bands) {
    let sum = 0
    for (let b = 0; b < bands; b++) sum += power[start + b]
    for (let b = 0; b < bands; b++) power[start + b] /= sum
  }
}

function requireAlike(first: Segment, { channels, recording, index }: Segment): void {
  if (channels.join('\n') === first.channels.join('\n')) return
  const facts = { stage: 'bandpower', recording, window: index }
  fail('length-mismatch', { ...facts, expected: first.channels, found: channels })
}

function namesOf(channels: readonly string[], { bandsHz }: Options): string[] {
  return channels.flatMap((name) => bandsHz.map(([low, high]) => `${name} ${low}-${high}Hz`))
}
