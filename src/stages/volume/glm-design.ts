import * as z from 'zod'
import { fail } from '../../errors.ts'
import { cosineDrift } from '../../kernels/cosine-drift.ts'
import { type EventModel, eventRegressors, type ScanTimes } from '../../kernels/event-regressor.ts'
import { polynomialDrift } from '../../kernels/polynomial-drift.ts'
import { type Event, eventsOf } from '../../tables/events.ts'
import type { Kind } from '../../tables/kind.ts'
import { withNote } from '../../tables/note.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { confoundOptions, type Regressors, regressorsFor } from './confound-choice.ts'

/** What a design is made of. */
export const designOptions = {
  events: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ description: 'labels that are modelled; all but `rest` by default' }),
  response: z.enum(['glover', 'spm', 'fir', 'none']).default('glover').meta({
    description: 'haemodynamic response that events are convolved with; fir: one for each delay',
  }),
  derivative: z.boolean().default(false).meta({ description: 'a regressor of its time, too' }),
  dispersion: z.boolean().default(false).meta({ description: 'a regressor of its width, too' }),
  delays: z.array(z.int().min(0)).min(1).default([0]).meta({
    unit: 'scans',
    description: 'delays of a fir model',
  }),
  drift: z.enum(['cosine', 'polynomial', 'none']).default('cosine').meta({
    description: 'what slow changes are modelled by',
  }),
  highPassHz: z.number().positive().default(0.01).meta({
    unit: 'Hz',
    description: 'edge of the cosines',
  }),
  degree: z.int().min(1).default(1).meta({ unit: '1', description: 'of the polynomial' }),
  confounds: z.strictObject(confoundOptions).optional().meta({
    description: 'confounds that are modelled, as in the stage confounds',
  }),
  scanAt: z.number().min(0).max(1).default(0).meta({
    unit: '1',
    description: 'when within its repetition time a scan is, the reference of slice timing',
  }),
}
const designSchema = z.strictObject(designOptions)
export type DesignOptions = z.output<typeof designSchema>

/** A design: one column a regressor. */
export interface GlmDesign {
  readonly names: readonly string[]
  /** Shape [T, P]; the last column is of ones. */
  readonly values: Float64Array
}

/** The tables that a design asks for. */
export function designNeeds({ confounds }: Pick<DesignOptions, 'confounds'>) {
  const events = { events: { table: 'events' } } as const
  return confounds ? ({ ...events, confounds: { table: 'confounds' } } as const) : events
}

/** The events that are modelled, and how many lie outside of the run. */
export interface ModelledEvents {
  readonly inside: readonly Event[]
  readonly outside: number
  /** How many of those inside last beyond the end of the run. */
  readonly cut: number
}

/**
 * The events of a run that are modelled: those that begin before its end and not more than 24 s
 * before its start.
 *
 * @throws {NeurarrowError} `events-missing` when none is
 */
export function modelledEvents(
  stage: string,
  segment: Segment,
  table: Table | undefined,
  wanted?: readonly string[],
): ModelledEvents {
  const all = table === undefined ? [] : eventsOf(table as Table<'events'>)
  const named = all.filter(({ label }) => (wanted ? wanted.includes(label) : label !== 'rest'))
  const endS = segment.startS + segment.samples / segment.rateHz
  const inside = named.filter(({ onsetS }) => onsetS < endS && onsetS >= segment.startS - 24)
  if (inside.length === 0) {
    const found = [...new Set(all.map(({ label }) => label))]
    const expected = wanted ?? 'any but rest, within the run'
    fail('events-missing', { stage, recording: segment.recording, expected, found, endS })
  }
  const cut = inside.filter((event) => event.onsetS + event.durationS > endS + 1e-6).length
  return { inside, outside: named.length - inside.length, cut }
}

/** The table with what is to be said of events that the run does not hold, or not whole. */
export function noteEvents<K extends Kind>(
  table: Table<K>,
  stage: string,
  { outside, cut }: Pick<ModelledEvents, 'outside' | 'cut'>,
): Table<K> {
  const left = 'events outside of the run were left out'
  const first = outside === 0 ? table : withNote(table, { stage, says: left, events: outside })
  if (cut === 0) return first
  return withNote(first, { stage, says: 'events last beyond the end of the run', events: cut })
}

/**
 * Makes the design of a run: conditions in the order of their names, confounds, drifts, ones.
 *
 * @param conditions events by name of the condition
 * @throws {NeurarrowError} as `regressorsFor`; `signal-too-short` when there are as many columns as
 *   scans
 * @see nilearn.glm.first_level.make_first_level_design_matrix
 */
export function designOf(
  stage: string,
  segment: Segment,
  conditions: ReadonlyMap<string, readonly Event[]>,
  { options, confounds }: { options: DesignOptions; confounds?: Table },
): GlmDesign {
  const { samples, rateHz, startS, recording } = segment
  const times = { samples, startS: startS + options.scanAt / rateHz, trS: 1 / rateHz }
  const parts = [...conditions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, events]) => conditionOf(name, events, options, times))
  if (options.confounds) {
    const table = (confounds ??
      fail('file-missing', { stage, expected: 'a confounds table' })) as Table<'signals'>
    parts.push(regressorsFor(stage, segment, table, options.confounds))
  }
  parts.push(driftOf(options, times))
  parts.push({ names: ['constant'], values: new Float64Array(samples).fill(1) })
  const names = parts.flatMap((part) => part.names)
  if (names.length >= samples) {
    fail('signal-too-short', { stage, recording, scans: samples, regressors: names.length })
  }
  const values = new Float64Array(samples * names.length)
  let column = 0
  for (const part of parts) {
    for (let k = 0; k < part.names.length; k++, column++) {
      for (let t = 0; t < samples; t++) {
        values[t * names.length + column] = part.values[k * samples + t]
      }
    }
  }
  return { names, values }
}

function conditionOf(
  name: string,
  events: readonly Event[],
  options: DesignOptions,
  times: ScanTimes,
): Regressors {
  const { response, derivative, dispersion, delays } = options
  const model: EventModel = { response, derivative, dispersion, delays }
  const values = eventRegressors(events, model, times)
  if (response === 'fir') return { names: delays.map((by) => `${name}_delay_${by}`), values }
  const isShaped = response !== 'none'
  const more = [
    ...(isShaped && derivative ? [`${name}_derivative`] : []),
    ...(isShaped && dispersion ? [`${name}_dispersion`] : []),
  ]
  return { names: [name, ...more], values }
}

function driftOf(options: DesignOptions, { samples, trS }: ScanTimes): Regressors {
  const { drift, highPassHz, degree } = options
  const isShort = drift === 'polynomial' && degree >= samples
  if (isShort) fail('signal-too-short', { scans: samples, degree })
  const values =
    drift === 'cosine'
      ? cosineDrift(samples, highPassHz, 1 / trS)
      : drift === 'polynomial'
        ? polynomialDrift(samples, degree)
        : new Float64Array(0)
  const names = Array.from({ length: values.length / samples }, (_, k) => `drift_${k + 1}`)
  return { names, values }
}

/** Events by their label. */
export function byLabel(events: readonly Event[]): Map<string, Event[]> {
  const found = new Map<string, Event[]>()
  for (const event of events) {
    const own = found.get(event.label)
    if (own) own.push(event)
    else found.set(event.label, [event])
  }
  return found
}
