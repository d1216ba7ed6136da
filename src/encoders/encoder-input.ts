import { fail } from '../errors.ts'
import { electrodePlaces } from '../tables/electrode-places.ts'
import type { RowSpans } from '../tables/features.ts'
import { keysOf } from '../tables/keys.ts'
import { repeatKeys, type Segment, segmentsOf } from '../tables/signals.ts'
import {
  type Column,
  columnType,
  f64Of,
  hasColumn,
  i32Of,
  listsOf,
  makeTable,
  type Table,
} from '../tables/table.ts'
import {
  axesOf,
  coordinateNames,
  coordinatesOf,
  type TokenAxes,
  tokenCodesOf,
  tokenMaskOf,
  tokensOf,
} from '../tables/tokens.ts'
import type { Block } from './block.ts'
import type { ChannelPlaces } from './channel-positions.ts'
import { type SensorFacts, sensorFacts } from './sensor-facts.ts'

/** Samples as an encoder is fed them: one window after the other, a view of the table. */
export interface EncoderInput {
  readonly rows: number
  /** Shape [R, channel, samples]; of tokens, [R, channel, time, depth]. */
  readonly values: Float32Array
  readonly channels: readonly string[]
  /** Types of the sensors of channels, and where they are. */
  readonly sensorsOf: (channels: readonly string[]) => ChannelPlaces & SensorFacts
  /** Samples of a channel in a row of `values`. */
  readonly samples: number
  /** Patches of a window, and their length; a signal is one patch of all samples. */
  readonly time: number
  readonly depth: number
  /** From the start of a patch to the start of the next, in samples of `values`. */
  readonly stride: number
  /** The axes of a window where it is not channel, time and depth but a stack of volumes. */
  readonly axes?: Block['axes']
  readonly rateHz: number
  readonly unit: string | undefined
  readonly keys: Record<string, Column>
  readonly spans: RowSpans
  /** Masks, codes, coordinates and ids by row, shape [R, N] each, where the table has them. */
  readonly byRow: Readonly<Record<string, Float32Array>>
}

/** Patches in samples: what windows are cut into while they are encoded. */
export interface PatchSamples {
  readonly depth: number
  readonly stride: number
}

/**
 * Views a tokens or windows table as the input of an encoder.
 *
 * @param patch what a model that takes tokens wants windows of a rate cut into; the patches
 *   themselves are made batch by batch
 * @throws {NeurarrowError} `length-mismatch` when windows differ in channels, rate or length;
 *   `signal-too-short` when a window holds no patch
 */
export function encoderInput(
  table: Table,
  patch: (rateHz: number) => PatchSamples | undefined = () => undefined,
): EncoderInput {
  return table.kind === 'tokens'
    ? fromTokens(table as Table<'tokens'>)
    : fromWindows(table as Table<'windows'>, patch)
}

function fromTokens(table: Table<'tokens'>): EncoderInput {
  const { values, axes } = tokensOf(table)
  const { time, depth, channels, rateHz } = axes
  const spans = {
    window: i32Of(table, 'window'),
    startS: f64Of(table, 'startS'),
    endS: f64Of(table, 'endS'),
  }
  const { rows } = table
  const keys = keysOf(table)
  return {
    rows,
    values,
    channels,
    sensorsOf: sensorsIn(table),
    samples: time * depth,
    time,
    depth,
    stride: depth,
    axes: axesOfGrid(axes),
    rateHz,
    unit: unitOf(table, channels),
    keys,
    spans,
    byRow: { ...idsOf(keys), ...placesOf(table), ...extrasOf(table) },
  }
}

function fromWindows(
  table: Table<'windows'>,
  patch: (rateHz: number) => PatchSamples | undefined,
): EncoderInput {
  const segments = segmentsOf(table)
  const { channels, rateHz, samples } = segments[0] ?? { channels: [], rateHz: 1, samples: 1 }
  for (const segment of segments) requireAlike(segments[0], segment)
  const { depth, stride } = patch(rateHz) ?? { depth: samples, stride: samples }
  const time = Math.floor((samples - depth) / stride) + 1
  if (time < 1 && segments.length > 0) {
    fail('signal-too-short', { stage: 'encode', samples, needed: depth })
  }
  const keys = repeatKeys(
    table,
    segments.map(({ from }) => from),
  )
  return {
    rows: segments.length,
    values: listsOf(table, 'samples').values,
    channels,
    sensorsOf: sensorsIn(table),
    samples,
    time: Math.max(1, time),
    depth,
    stride,
    rateHz,
    unit: unitOf(table, channels),
    keys,
    spans: {
      window: Int32Array.from(segments, (s) => s.index),
      startS: Float64Array.from(segments, (s) => s.startS),
      endS: Float64Array.from(segments, (s) => s.startS + samples / rateHz),
    },
    byRow: idsOf(keys),
  }
}

/** The unit of the samples; of channels that their file states in several units, all of these. */
function unitOf({ meta }: Table, channels: readonly string[]): string | undefined {
  if (meta.unit !== 'uV' || meta.units === undefined) return meta.unit
  const units = JSON.parse(meta.units) as Record<string, string>
  return [...new Set(channels.map((name) => units[name] ?? 'uV'))].sort().join(', ')
}

/**
 * Places of electrodes are those of the recording where it states them for all, else those of their
 * names.
 */
function sensorsIn(table: Table): EncoderInput['sensorsOf'] {
  return (channels) => {
    const facts = sensorFacts(table, channels)
    const onHead = channels.filter((_, c) => facts.coils[c] === undefined)
    return { ...facts, places: electrodePlaces(table, channels, onHead).places }
  }
}

/** The axes of a stack of volumes, x fastest, as images have them. */
export function axesOfGrid({ time, grid }: TokenAxes): Block['axes'] {
  if (grid === undefined) return undefined
  const [x, y, z] = grid
  return Object.entries({ time, z, y, x }).map(([name, length]) => ({ name, length }))
}

/** Labels that are the numbers of something a model knows: its subjects, sessions, classes. */
function idsOf(keys: Record<string, Column>): Record<string, Float32Array> {
  const table = makeTable('features', keys)
  const names = ['subjectId', 'sessionId', 'labelId'].filter(
    (name) => hasColumn(table, name) && columnType(table, name) === 'f64',
  )
  return Object.fromEntries(names.map((name) => [name, Float32Array.from(f64Of(table, name))]))
}

/** Coordinates of the regions of tokens, as the stage of that name gives them. */
function placesOf(table: Table<'tokens'>): Record<string, Float32Array> {
  const found = coordinateNames.flatMap((name) => {
    const places = coordinatesOf(table, name)
    return places ? [[name, places.values] as const] : []
  })
  return Object.fromEntries(found)
}

/** Masks and codes of tokens. What is numbered time after time is of no use to an encoder. */
function extrasOf(table: Table<'tokens'>): Record<string, Float32Array> {
  const attnMask = tokenMaskOf(table, 'attnMask')
  const tokenMask = tokenMaskOf(table, 'mask')
  const codes = hasColumn(table, 'codes') ? tokenCodesOf(table).values : undefined
  const found = Object.entries({ attnMask, tokenMask, codes }).flatMap(([name, values]) =>
    values === undefined ? [] : [[name, Float32Array.from(values)] as const],
  )
  if (found.length > 0 && axesOf(table).order === 'time') {
    const expected = 'tokens numbered channel after channel'
    fail('model-input', { stage: 'encode', expected, found: found.map(([name]) => name) })
  }
  return Object.fromEntries(found)
}

function requireAlike(first: Segment, other: Segment): void {
  const facts = ({ channels, rateHz, samples }: Segment) => ({ channels, rateHz, samples })
  const [expected, found] = [facts(first), facts(other)]
  if (JSON.stringify(expected) === JSON.stringify(found)) return
  fail('length-mismatch', { stage: 'encode', window: other.index, expected, found })
}
