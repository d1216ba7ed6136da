import * as z from 'zod'
import { fail } from '../../errors.ts'
import { firstHole } from '../../kernels/first-hole.ts'
import { reconstructSubspace } from '../../kernels/reconstruct-subspace.ts'
import { type CleanSubspace, cleanSubspace } from '../../kernels/subspace-reconstruction.ts'
import { defineStage } from '../../stage.ts'
import { brainRows, putRows, withRows } from '../../tables/brain-channels.ts'
import { joinedRows } from '../../tables/joined-rows.ts'
import { withNote } from '../../tables/note.ts'
import { oneRateParts, withParts } from '../../tables/one-rate.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

const share = z.number().min(0).max(1)
const options = z.strictObject({
  cutoff: z
    .number()
    .positive()
    .default(20)
    .meta({
      unit: '1',
      description:
        'a direction that reaches so many deviations further than in clean signals is replaced; ' +
        '20 to 30 spare the brain, 5 is harsh',
    }),
  calibrateS: z.tuple([z.number(), z.number()]).optional().meta({
    unit: 's',
    description: 'the span of the recording that says what is clean; all of it when not given',
  }),
  windowS: z
    .number()
    .positive()
    .default(0.5)
    .meta({ unit: 's', description: 'length of the windows that are looked at' }),
  badShare: share.default(0.1).meta({
    unit: '1',
    description: 'share of channels that may be off in a window of the calibration',
  }),
  mostShare: share
    .default(0.66)
    .meta({ unit: '1', description: 'share of directions that may be replaced at a time' }),
  step: z
    .int()
    .min(1)
    .default(32)
    .meta({ unit: '1', description: 'samples from one look at the signals to the next' }),
})

/** Windows that a distribution of clean amplitudes is found from, at least. */
const LEAST_WINDOWS = 20

/**
 * Replaces short bursts by what the other directions of the signals predict: artifact subspace
 * reconstruction. What is clean is learnt from the recording itself, or a span of it; windows with
 * bursts are left out of that.
 *
 * Signals should be high-passed at 1 Hz or so, bad channels repaired or left out. Channels of the
 * eyes, the heart and the like, by the type that their file states, stay as they are, whatever
 * their rate. A note says how much was changed, and how much of the calibration was kept.
 *
 * @throws {NeurarrowError} `stage-options` for another unit than uV, a rate of 82 Hz or less, or a
 *   calibration that keeps nothing; `signal-too-short` for fewer than 20 windows of calibration;
 *   `non-finite`, `rates-differ`, `channel-missing`
 * @see Mullen et al. (2015), doi:10.1109/TBME.2015.2481482; `asrpy.ASR`
 */
export const asr = defineStage({
  use: 'asr',
  title: 'Replace bursts by what the other channels predict (artifact subspace reconstruction)',
  reads: ['signals'],
  writes: 'signals',
  scope: 'recording',
  version: 2,
  options,
  cites: ['doi:10.1109/TBME.2015.2481482'],
  shape(input) {
    const { rateHz } = input
    if (rateHz === undefined || rateHz > 82) return input
    const message = `it needs a sampling rate above 82 Hz, not ${rateHz} Hz`
    return { ...input, issues: [{ path: ['windowS'], message }] }
  },
  run(input, given) {
    const table = input as Table<'signals'>
    const told = { stage: 'asr' }
    const whole = oneRateParts(table, (channels) => brainRows(table, channels, told), told)
    const segments = whole.map(({ segment, rows }) => withRows(segment, rows))
    const [first] = segments
    if (first === undefined) return table
    const { rateHz, recording } = first
    const facts = { stage: 'asr', recording }
    const { unit } = table.meta
    if (unit !== 'uV') fail('stage-options', { ...facts, expected: 'uV', unit })
    if (!(rateHz > 82)) fail('stage-options', { ...facts, rateHz, expected: 'above 82 Hz' })
    for (const segment of segments) requireUsable(segment, first)
    const clean = calibrated(segments, given)
    let changed = 0
    let of = 0
    const blocks = segments.map(({ values, samples }, s) => {
      const cleaned = reconstructSubspace(values, clean, { ...given, rateHz })
      changed += cleaned.changed / rateHz
      of += samples / rateHz
      return putRows(whole[s].segment, whole[s].rows, cleaned.values)
    })
    return withNote(withParts(table, whole, blocks), {
      stage: 'asr',
      says: 'bursts were replaced',
      changedS: Math.round(changed * 100) / 100,
      ofS: Math.round(of * 100) / 100,
      calibratedShare: Math.round(clean.keptShare * 1000) / 1000,
    })
  },
})

function requireUsable(segment: Segment, first: Segment): void {
  const { values, channels, samples, rateHz, recording, index } = segment
  const facts = { stage: 'asr', recording, segment: index }
  if (rateHz !== first.rateHz) fail('rates-differ', { ...facts, rates: [first.rateHz, rateHz] })
  if (channels.join('\n') !== first.channels.join('\n')) {
    fail('channel-missing', { ...facts, expected: first.channels, found: channels })
  }
  const hole = firstHole(values)
  if (hole < 0) return
  const channel = channels[Math.floor(hole / samples)]
  fail('non-finite', { ...facts, channel, sample: hole % samples })
}

function calibrated(segments: readonly Segment[], given: z.output<typeof options>): CleanSubspace {
  const [{ channels, rateHz, recording }] = segments
  const parts = segments.flatMap((segment) => {
    const cut = within(segment, given.calibrateS)
    return cut.samples > 0 ? [{ segment: cut, rows: channels.map((_, c) => c) }] : []
  })
  const samples = parts.reduce((sum, { segment }) => sum + segment.samples, 0)
  const facts = { stage: 'asr', recording }
  // windows of the calibration overlap by 0.66, and up to half of them may be left out
  const needed = Math.ceil(given.windowS * rateHz * (1 + 2 * LEAST_WINDOWS * 0.34))
  if (samples < needed) {
    const remedy = 'calibrate on half a minute or more of the recording'
    fail('signal-too-short', { ...facts, option: 'calibrateS', samples, needed, remedy })
  }
  try {
    return cleanSubspace(joinedRows(parts), channels.length, { ...given, rateHz })
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    const says = 'hardly a window of the calibration is clean'
    const remedy = 'repair bad channels before it, raise badShare, or calibrate on another span'
    return fail('stage-options', { ...facts, says, remedy }, thrown)
  }
}

/** The samples of a segment that lie in a span of the recording. */
function within(segment: Segment, span: readonly [number, number] | undefined): Segment {
  if (span === undefined) return segment
  const { startS, rateHz, samples, values, channels } = segment
  const at = (timeS: number) => {
    return Math.max(0, Math.min(samples, Math.round((timeS - startS) * rateHz)))
  }
  const [from, to] = [at(span[0]), at(span[1])]
  const length = Math.max(0, to - from)
  const cut = new Float32Array(channels.length * length)
  for (let c = 0; c < channels.length; c++) {
    cut.set(values.subarray(c * samples + from, c * samples + from + length), c * length)
  }
  return { ...segment, values: cut, samples: length, startS: startS + from / rateHz }
}
