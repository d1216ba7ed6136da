import * as z from 'zod'
import { fail } from '../../errors.ts'
import {
  type AutoReject,
  applyAutoReject,
  autoReject,
  channelReaches,
} from '../../kernels/auto-reject.ts'
import { firstHole } from '../../kernels/first-hole.ts'
import { globalThreshold } from '../../kernels/global-threshold.ts'
import { defineFitStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { scalpPlaces } from '../../tables/electrode-places.ts'
import { withNote } from '../../tables/note.ts'
import { takeRows } from '../../tables/rows.ts'
import { type Segment, withSamples } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

const share = z.number().min(0).max(1)
const options = z.strictObject({
  method: z
    .enum(['local', 'global'])
    .default('local')
    .meta({
      description:
        'local: a threshold for each channel, with bad channels repaired; global: one threshold ' +
        'for all, windows above it are dropped',
    }),
  over: z
    .enum(['recording', 'subject'])
    .default('recording')
    .meta({ description: 'whose windows thresholds are found on; labels are never looked at' }),
  consensus: z
    .array(share)
    .min(1)
    .default([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    .meta({ unit: '1', description: 'local: shares of bad channels that drop a window, tried' }),
  interpolate: z
    .array(z.int().min(0))
    .min(1)
    .optional()
    .meta({
      unit: '1',
      description:
        'local: how many channels of a window are repaired, tried; 1, 4, and all but one or 32 ' +
        'when not given',
    }),
  folds: z
    .int()
    .min(2)
    .default(10)
    .meta({ unit: '1', description: 'folds by which the options that are tried are chosen' }),
  augment: z
    .boolean()
    .default(true)
    .meta({ description: 'local: thresholds also see channels as the others predict them' }),
})
type Options = z.output<typeof options>

/** What was found on some windows: for channels by themselves, or for all. */
interface Found {
  readonly channels: readonly string[]
  readonly local?: AutoReject
  readonly threshold?: number
}

/**
 * Drops windows and repairs channels of windows by peak-to-peak thresholds that cross-validation
 * finds: the mean of what is kept should be near the median of what is held out. Channels without a
 * place, by the file or the 10-05 system, are neither looked at nor changed.
 *
 * A note says thresholds, choices, and how many windows were dropped and channels repaired. Every
 * threshold that makes a difference is scored, where the package searches among them.
 *
 * @throws {NeurarrowError} `signal-too-short` for fewer windows than folds, `stage-options` for
 *   fewer than four electrodes or choices that keep no window, `non-finite`, `length-mismatch`,
 *   `rates-differ`, `channel-missing` when windows differ from those fitted
 * @see Jas et al. (2017), doi:10.1016/j.neuroimage.2017.06.030; `autoreject.AutoReject`
 */
export const autoreject = defineFitStage({
  use: 'autoreject',
  title: 'Drop windows and repair channels by thresholds found by cross-validation',
  reads: ['windows'],
  writes: 'windows',
  scope: 'fold',
  scopeOf: ({ over }) => over,
  version: 1,
  options,
  cites: ['doi:10.1016/j.neuroimage.2017.06.030'],
  fit(train, given, { seed }): Found {
    const table = train as Table<'windows'>
    const segments = alikeWindows(table, 'autoreject')
    if (segments.length === 0) return { channels: [] }
    const { channels } = segments[0]
    const { windows, places } = electrodesOf(table, segments)
    const needed = Math.max(given.folds, 5)
    if (windows.length < needed) {
      const { recording } = segments[0]
      const remedy = 'cut shorter windows, or look at all windows of a subject: "over: subject"'
      const facts = { stage: 'autoreject', recording, windows: windows.length, needed }
      fail('signal-too-short', { ...facts, remedy })
    }
    if (given.method === 'global') {
      const reaches = channelReaches(windows, places.length / 3)
      return { channels, threshold: globalThreshold(windows, reaches, given.folds).threshold }
    }
    return { channels, local: localFit(windows, places, { ...given, seed }) }
  },
  apply(input, { channels, local, threshold = 0 }) {
    const table = input as Table<'windows'>
    const segments = alikeWindows(table, 'autoreject')
    if (segments.length === 0) return table
    if (segments[0].channels.join('\n') !== channels.join('\n')) {
      const found = segments[0].channels
      fail('channel-missing', { stage: 'autoreject', expected: channels, found })
    }
    return local ? repaired(table, segments, local) : limited(table, segments, threshold)
  },
  describe({ local, threshold = 0 }): Record<string, number> {
    if (local === undefined) return { threshold }
    return { consensus: local.consensus, interpolate: local.interpolate }
  },
})

/** Windows of the electrodes that have a place, and these places. */
function electrodesOf(table: Table<'windows'>, segments: readonly Segment[]) {
  const [{ channels, samples, recording }] = segments
  const all = scalpPlaces(table, channels)
  const rows = channels.map((_, c) => c).filter((c) => !Number.isNaN(all[3 * c]))
  if (rows.length < 4) {
    const remedy = 'pick electrodes of the 10-05 system'
    fail('stage-options', { stage: 'autoreject', recording, electrodes: rows.length, remedy })
  }
  const windows = segments.map(({ values, index, recording: own }) => {
    if (firstHole(values) >= 0) {
      const remedy = 'put "- reject: { nonFinite: true }" before it'
      fail('non-finite', { stage: 'autoreject', recording: own, window: index, remedy })
    }
    if (rows.length === channels.length) return values
    const out = new Float32Array(rows.length * samples)
    for (const [i, c] of rows.entries()) {
      out.set(values.subarray(c * samples, (c + 1) * samples), i * samples)
    }
    return out
  })
  const places = Float64Array.from(rows.flatMap((c) => [...all.subarray(3 * c, 3 * c + 3)]))
  return { rows, windows, places }
}

function localFit(
  windows: readonly Float32Array[],
  places: Float64Array,
  { interpolate, consensus, folds, augment, seed }: Options & { readonly seed: number },
): AutoReject {
  const channels = places.length / 3
  const tried = interpolate ?? [
    ...new Set([1, Math.min(4, channels - 1), Math.min(channels - 1, 32)]),
  ]
  const most = Math.max(...tried)
  if (most > channels - 1) {
    const says = 'at least one electrode must be left to interpolate from'
    fail('stage-options', {
      stage: 'autoreject',
      option: 'interpolate',
      electrodes: channels,
      says,
    })
  }
  const settings = { interpolate: tried, consensus, folds, augment, seed }
  const found = autoReject(windows, places, settings)
  if (found) return found
  const says = 'no consensus keeps a window in each fold'
  return fail('stage-options', { stage: 'autoreject', option: 'consensus', consensus, says })
}

function repaired(
  table: Table<'windows'>,
  segments: readonly Segment[],
  found: AutoReject,
): Table<'windows'> {
  const { rows, windows } = electrodesOf(table, segments)
  const { bad, labels, windows: clean } = applyAutoReject(windows, found)
  const blocks = segments.map(({ values, samples }, w) => {
    if (clean[w] === windows[w]) return values
    const out = values.slice()
    for (const [i, c] of rows.entries()) {
      out.set(clean[w].subarray(i * samples, (i + 1) * samples), c * samples)
    }
    return out
  })
  const channels = found.thresholds.length
  const kept = labels.filter((label, i) => label === 2 && bad[Math.floor(i / channels)] === 0)
  const thresholds = [...found.thresholds].map((uv) => uv.toPrecision(4))
  const { consensus, interpolate } = found
  return dropped(withSamples(table, blocks), segments, {
    bad,
    facts: { repaired: kept.length, consensus, interpolate, thresholds },
  })
}

function limited(
  table: Table<'windows'>,
  segments: readonly Segment[],
  threshold: number,
): Table<'windows'> {
  const { rows, windows } = electrodesOf(table, segments)
  const reaches = channelReaches(windows, rows.length)
  const bad = Uint8Array.from(windows, (_, w) => {
    const own = reaches.subarray(w * rows.length, (w + 1) * rows.length)
    return own.some((reach) => reach > threshold) ? 1 : 0
  })
  return dropped(table, segments, { bad, facts: { threshold } })
}

function dropped(
  table: Table<'windows'>,
  segments: readonly Segment[],
  { bad, facts }: { bad: Uint8Array; facts: Record<string, number | readonly string[]> },
): Table<'windows'> {
  const kept = segments.filter((_, w) => bad[w] === 0)
  const rows = kept.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))
  const note = {
    stage: 'autoreject',
    says: 'windows were dropped',
    rejected: segments.length - kept.length,
    of: segments.length,
    ...facts,
  }
  return withNote(kept.length === segments.length ? table : takeRows(table, rows), note)
}
