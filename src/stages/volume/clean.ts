import * as z from 'zod'
import { fail } from '../../errors.ts'
import { type Cleaning, cleanSignals } from '../../kernels/clean-signals.ts'
import { defineStage, type Need, type ShapeIssue } from '../../stage.ts'
import { withNote } from '../../tables/note.ts'
import { noteHoles } from '../../tables/note-holes.ts'
import { closedUp } from '../../tables/own-times.ts'
import {
  repeatKeys,
  type Segment,
  type SegmentSamples,
  segmentColumns,
  segmentsOf,
  withSamples,
} from '../../tables/signals.ts'
import { columnsOf, makeTable, type Table } from '../../tables/table.ts'
import { type Censoring, censorOptions, uncensored } from './censor-scans.ts'
import { confoundOptions, regressorsFor } from './confound-choice.ts'

const edge = z.number().positive().optional()
const options = z.strictObject({
  detrend: z.boolean().default(true).meta({ description: 'whether lines are taken out' }),
  lowHz: edge.meta({ unit: 'Hz', description: 'high-pass: slower than this is taken out' }),
  highHz: edge.meta({ unit: 'Hz', description: 'low-pass: faster than this is taken out' }),
  filter: z.enum(['butterworth', 'cosine']).default('butterworth').meta({
    description: 'butterworth: both ways; cosine: slow cosines are regressed out, `lowHz` alone',
  }),
  order: z.int().min(1).max(20).default(5).meta({
    unit: '1',
    description: 'order of the Butterworth filter',
  }),
  confounds: z
    .strictObject(confoundOptions)
    .optional()
    .meta({ description: 'which confounds are regressed out, as in the stage confounds' }),
  censor: censorOptions.optional().meta({
    description:
      'which scans are left out: those of these bounds, and those that the table marks as before ' +
      'a steady state (`non_steady_state_outlier...`), which stay without it',
  }),
  standardize: z.enum(['zSample', 'z', 'percent', 'none']).default('zSample').meta({
    description: 'deviation by T - 1, by T, percent of the mean, or as it is',
  }),
})
type Options = z.output<typeof options>

/**
 * Cleans the time courses of a run in the fixed order of nilearn: censored scans are filled where a
 * filter follows, then detrending, band-pass (of signals and confounds alike), censoring,
 * confounds, standardising.
 *
 * Cosines are taken out whatever the confounds are; nilearn leaves its own out when a confound
 * correlates above 0.9 with one of them. With `censor` a run falls into a segment for each stretch
 * of scans that stays, or is closed up (`gaps: join`), which moves times: stages that go by times
 * refuse such a table. Constant rows become zeros, and NaN stays in its row, each with a note.
 *
 * @throws {NeurarrowError} `length-mismatch` for confounds of another length, `column-missing`,
 *   `non-finite`, `signal-too-short`, `stage-options`
 * @see nilearn.signal.clean; Lindquist et al. (2019), Hum. Brain Mapp. 40(8):2358-2376,
 *   doi:10.1002/hbm.24528
 */
export const clean = defineStage({
  use: 'clean',
  title: 'Clean the time courses of a run: trends, band, confounds, censoring, scale',
  reads: ['signals'],
  writes: 'signals',
  scope: 'recording',
  version: 2,
  cites: ['doi:10.1002/hbm.24528'],
  options,
  needs: ({ confounds, censor }): Readonly<Record<string, Need>> =>
    confounds || censor ? { confounds: { table: 'confounds' } } : {},
  shape: (input, given) => ({ ...input, issues: issuesOf(given, input.rateHz) }),
  run(input, given, { tables }) {
    const signals = input as Table<'signals'>
    if (signals.rows === 0) return signals
    const table = tables.confounds as Table<'signals'> | undefined
    if ((given.confounds || given.censor) && !table) {
      fail('file-missing', { stage: 'clean', expected: 'a confounds table' })
    }
    const cleaned = segmentsOf(signals).map((segment) => cleanSegment(segment, given, table))
    const whole = given.censor ? cut(signals, cleaned) : withSamples(signals, valuesOf(cleaned))
    const out = makeTable('signals', columnsOf(whole), { ...signals.meta, ...unitAfter(given) })
    const timed = cleaned.some((each) => each.hasJoined) ? closedUp(out) : out
    return noteHoles(noted(timed, cleaned), 'clean')
  },
})

function unitAfter({ standardize }: Options): Record<string, string> {
  if (standardize === 'none') return {}
  return { unit: standardize === 'percent' ? 'percent' : '1' }
}

function valuesOf(cleaned: readonly Cleaned[]): Float32Array[] {
  return cleaned.map(({ parts: [{ values }] }) => values)
}

/** The table with a segment for each part. */
function cut(signals: Table<'signals'>, cleaned: readonly Cleaned[]): Table<'signals'> {
  const parts = cleaned.flatMap(({ parts: own, segment }) => own.map((part) => ({ part, segment })))
  const segments = parts.map(({ part }, index) => ({ ...part, index }))
  const rows = parts.flatMap(({ part, segment }) => part.channels.map((_, c) => segment.from + c))
  const keys = repeatKeys(signals, rows)
  return makeTable('signals', { ...keys, ...segmentColumns(segments, 'segment') }, signals.meta)
}

interface Cleaned {
  readonly segment: Segment
  readonly parts: readonly Omit<SegmentSamples, 'index'>[]
  /** Scans that were censored, and rows that are constant. */
  readonly censored: number
  /** Whether scans between those that stay are gone without a gap. */
  readonly hasJoined: boolean
  readonly flat: number
}

function cleanSegment(
  segment: Segment,
  given: Options,
  table: Table<'signals'> | undefined,
): Cleaned {
  const { rateHz, samples, channels } = segment
  const [issue] = issuesOf(given, rateHz)
  if (issue) fail('stage-options', { stage: 'clean', option: issue.path[0], says: issue.message })
  const chosen =
    given.confounds && table
      ? regressorsFor('clean', segment, table, given.confounds).values
      : undefined
  const kept = given.censor && table ? uncensored('clean', segment, table, given.censor) : undefined
  const { detrend, lowHz, highHz, filter, order, standardize } = given
  const cleaning = { rateHz, kept, detrend, filter, lowHz, highHz, order, standardize }
  const values = cleaned(segment, { ...cleaning, confounds: chosen })
  const left = kept?.length ?? samples
  const flat = standardize === 'none' ? 0 : countZeros(values, left)
  const parts =
    kept && given.censor
      ? stretches(segment, values, kept, given.censor)
      : [{ channels, startS: segment.startS, rateHz, values }]
  const hasGap = kept !== undefined && kept[left - 1] - kept[0] >= left
  const hasJoined = hasGap && given.censor?.gaps === 'join'
  return { segment, parts, censored: samples - left, hasJoined, flat }
}

function cleaned(segment: Segment, cleaning: Cleaning): Float32Array {
  try {
    return cleanSignals(segment.values, segment.channels.length, cleaning)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    const { recording, samples } = segment
    const scans = cleaning.kept?.length ?? samples
    return fail('signal-too-short', { stage: 'clean', recording, scans, says: cause.message })
  }
}

/** A segment for each run of consecutive scans that stay, or one for all. */
function stretches(
  { channels, startS, rateHz }: Segment,
  values: Float32Array,
  kept: Int32Array,
  { gaps }: Censoring,
): Omit<SegmentSamples, 'index'>[] {
  const out: Omit<SegmentSamples, 'index'>[] = []
  for (let from = 0; from < kept.length; ) {
    let to = from + 1
    while (to < kept.length && (gaps === 'join' || kept[to] === kept[to - 1] + 1)) to++
    const own = new Float32Array(channels.length * (to - from))
    for (let c = 0; c < channels.length; c++) {
      const row = values.subarray(c * kept.length + from, c * kept.length + to)
      own.set(row, c * (to - from))
    }
    out.push({ channels, rateHz, startS: startS + kept[from] / rateHz, values: own })
    from = to
  }
  return out
}

function countZeros(values: Float32Array, samples: number): number {
  let count = 0
  for (let from = 0; from < values.length; from += samples) {
    let t = from
    while (t < from + samples && values[t] === 0) t++
    if (t === from + samples) count++
  }
  return count
}

function noted(table: Table<'signals'>, all: readonly Cleaned[]): Table<'signals'> {
  const censored = all.reduce((sum, each) => sum + each.censored, 0)
  const flat = all.reduce((sum, each) => sum + each.flat, 0)
  const first =
    censored === 0
      ? table
      : withNote(table, { stage: 'clean', says: 'scans were censored', scans: censored })
  if (flat === 0) return first
  return withNote(first, { stage: 'clean', says: 'constant rows became zeros', rows: flat })
}

function issuesOf({ lowHz, highHz, filter }: Options, rateHz: number | undefined): ShapeIssue[] {
  const issues: ShapeIssue[] = []
  for (const [option, hz] of Object.entries({ lowHz, highHz })) {
    if (hz === undefined || rateHz === undefined || hz < rateHz / 2) continue
    const message = `${hz} Hz is at or above half the rate of ${rateHz} Hz`
    issues.push({ path: [option], message })
  }
  if (lowHz !== undefined && highHz !== undefined && lowHz >= highHz) {
    issues.push({ path: ['lowHz'], message: `${lowHz} Hz is not below highHz, ${highHz} Hz` })
  }
  if (filter === 'cosine' && highHz !== undefined) {
    issues.push({ path: ['highHz'], message: 'cosines are a high-pass alone' })
  }
  return issues
}
