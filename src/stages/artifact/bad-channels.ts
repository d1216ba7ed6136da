import * as z from 'zod'
import { fail } from '../../errors.ts'
import { type ChannelQuality, channelQuality } from '../../kernels/channel-quality.ts'
import { firFilter } from '../../kernels/fir-filter.ts'
import { prepLowPass } from '../../kernels/prep-lowpass.ts'
import { defineStage } from '../../stage.ts'
import { scalpPlaces } from '../../tables/electrode-places.ts'
import { joinedRows } from '../../tables/joined-rows.ts'
import { withNote } from '../../tables/note.ts'
import { type Segment, segmentsOf } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { type Electrodes, ransacSchema, spectrallyFar, unpredicted } from './electrode-quality.ts'
import { withInterpolated } from './interpolate.ts'

/** What is above is noise where the rate lets it be seen, Hz. */
const HIGHEST_HZ = 50

const limit = z.number().positive()
const options = z.strictObject({
  flatUv: limit.default(0.001).meta({
    unit: 'uV',
    description: 'bad: a channel whose standard or median absolute deviation is smaller',
  }),
  deviation: limit.default(5).meta({
    unit: '1',
    description: 'bad: an amplitude that lies so many robust standard deviations from the others',
  }),
  noise: limit.default(5).meta({
    unit: '1',
    description: 'bad: a share of noise above 50 Hz so many robust standard deviations above it',
  }),
  correlation: z.number().min(0).max(1).default(0.4).meta({
    unit: '1',
    description: 'bad: a channel that correlates less with every other in too many windows of 1 s',
  }),
  badShare: z.number().min(0).max(1).default(0.01).meta({
    unit: '1',
    description: 'share of windows without correlation, or flat, from which on a channel is bad',
  }),
  ransac: ransacSchema.optional().meta({
    description: 'bad too: a channel that random sets of the others do not predict; {} for PyPREP',
  }),
  spectrum: limit.optional().meta({
    unit: '1',
    description:
      'bad too: a log spectrum whose mean distance to the others lies so many interquartile ' +
      'ranges outside the quartiles; 10 in BrainOmni',
  }),
  repair: z.enum(['interpolate', 'none']).default('interpolate').meta({
    description: 'whether bad channels are replaced by splines of the others, or only named',
  }),
})

/**
 * Finds bad electrodes of a recording by flatness, amplitude, noise and correlation, and replaces
 * them by spherical splines of the others; a note says which and why. Channels without a place, by
 * the file or the 10-05 system, are not looked at.
 *
 * As PyPREP with our own low-pass at 50 Hz; its RANSAC, and a rule for spectra, are options.
 * Signals should be high-passed before, at 1 Hz, say, for drifts make channels look alone, and not
 * yet re-referenced to an average, which spreads the noise of one channel to all.
 *
 * @throws {NeurarrowError} `stage-options` when so many are bad that fewer than three are left, or
 *   the unit is not uV; `non-finite`; `signal-too-short` for less than 3 s
 * @see Bigdely-Shamlo et al. (2015), doi:10.3389/fninf.2015.00016; `pyprep.NoisyChannels`
 */
export const badChannels = defineStage({
  use: 'badChannels',
  title: 'Find bad electrodes and replace them by spherical splines of the others',
  reads: ['signals'],
  writes: 'signals',
  scope: 'recording',
  version: 2,
  options,
  cites: ['doi:10.3389/fninf.2015.00016', 'doi:10.1016/0013-4694(89)90180-6'],
  run(input, given, { seed }) {
    const limits = { ...given, seed }
    const table = input as Table<'signals'>
    const segments = segmentsOf(table)
    const [first] = segments
    if (first === undefined) return table
    const { unit } = table.meta
    if (unit !== 'uV') fail('stage-options', { stage: 'badChannels', expected: 'uV', unit })
    const reasons = badOf(table, segments, limits)
    const bad = [...reasons.keys()]
    const note = {
      stage: 'badChannels',
      says: 'bad channels',
      bad: bad.length,
      of: first.channels.length,
      because: [...reasons].map(([name, why]) => `${name}: ${why.join(', ')}`),
    }
    if (bad.length === 0 || limits.repair === 'none') return withNote(table, note)
    return withNote(withInterpolated(table, bad), note)
  },
})

type Limits = z.output<typeof options> & { readonly seed: number }

function badOf(
  table: Table<'signals'>,
  segments: readonly Segment[],
  limits: Limits,
): Map<string, string[]> {
  const [{ channels, rateHz, recording }] = segments
  const facts = { stage: 'badChannels', recording }
  const alike = segments.every((s) => s.rateHz === rateHz && s.channels.join() === channels.join())
  if (!alike) fail('rates-differ', { ...facts, rates: segments.map((s) => s.rateHz) })
  const places = scalpPlaces(table, channels)
  const rows = channels.map((_, c) => c).filter((c) => !Number.isNaN(places[3 * c]))
  const x = joinedRows(segments.map((segment) => ({ segment, rows })))
  const samples = x.length / rows.length
  if (rows.length < 3) fail('stage-options', { ...facts, electrodes: rows.length, expected: 3 })
  if (!(samples > 3 * rateHz)) {
    fail('signal-too-short', { ...facts, samples, needed: Math.ceil(3 * rateHz) })
  }
  const at = x.findIndex((v) => !Number.isFinite(v))
  if (at >= 0) fail('non-finite', { ...facts, channel: channels[rows[Math.floor(at / samples)]] })
  const isFast = rateHz > 2 * HIGHEST_HZ
  const smooth = isFast ? firFilter(x, rows.length, prepLowPass(rateHz)) : x
  const found = channelQuality(x, smooth, rows.length, {
    window: Math.floor(rateHz),
    least: limits.correlation,
    flatBelow: limits.flatUv,
  })
  const first = rows.map((_, i) => reasonsOf(found, i, limits))
  const chosen = Float64Array.from(rows.flatMap((c) => [...places.subarray(3 * c, 3 * c + 3)]))
  const more = moreReasons({ x, smooth, places: chosen, rateHz }, first, limits)
  const reasons = rows.map((c, i): [string, string[]] => [channels[c], [...first[i], ...more(i)]])
  return new Map(reasons.filter(([, why]) => why.length > 0))
}

/** Reasons of the rules that are asked for; as PyPREP, RANSAC leaves out what else is bad. */
function moreReasons(
  { x, smooth, places, rateHz }: Electrodes & { readonly smooth: Float32Array },
  first: readonly (readonly string[])[],
  { ransac, spectrum, seed }: Limits,
): (electrode: number) => string[] {
  const having = (...words: readonly string[]) =>
    [...first.keys()].filter((i) => first[i].some((why) => words.includes(why)))
  const apart = having('flat', 'amplitude', 'correlation', 'drops out')
  const alone = ransac ? unpredicted({ x: smooth, places, rateHz }, apart, { ...ransac, seed }) : []
  const far = spectrum ? spectrallyFar({ x, places, rateHz }, having('flat'), spectrum) : []
  return (i) => [
    ...(alone.includes(i) ? ['unpredicted'] : []),
    ...(far.includes(i) ? ['spectrum'] : []),
  ]
}

function reasonsOf(
  { spread, deviation, noise, alone, flat }: ChannelQuality,
  i: number,
  { flatUv, deviation: far, noise: loud, badShare }: z.output<typeof options>,
): string[] {
  if (spread[i] < flatUv) return ['flat']
  return [
    ...(Math.abs(deviation[i]) > far ? ['amplitude'] : []),
    ...(noise[i] > loud ? ['noise'] : []),
    ...(alone[i] > badShare ? ['correlation'] : []),
    ...(flat[i] > badShare ? ['drops out'] : []),
  ]
}
