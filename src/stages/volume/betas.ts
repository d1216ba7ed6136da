import * as z from 'zod'
import { constantRows } from '../../kernels/constant-rows.ts'
import { glmContrast } from '../../kernels/glm-contrast.ts'
import { defineStage } from '../../stage.ts'
import type { Event } from '../../tables/events.ts'
import { makeFeatures } from '../../tables/features.ts'
import { labelNames } from '../../tables/keys.ts'
import { withNote } from '../../tables/note.ts'
import { repeatKeys, type Segment } from '../../tables/signals.ts'
import { type Table, textOf } from '../../tables/table.ts'
import {
  byLabel,
  designNeeds,
  designOf,
  designOptions,
  modelledEvents,
  noteEvents,
} from './glm-design.ts'
import { fitOptions, fitRun, scaledRun, wholeRun } from './glm-run.ts'

const { delays: _, ...oneResponse } = designOptions
const response = z.enum(['glover', 'spm', 'none']).default('glover').meta({
  description: 'haemodynamic response that events are convolved with',
})

/**
 * Estimates the response to each event: rows to decode, labelled with their event.
 *
 * `lss` fits a model for each event, with a regressor for it and one for the other events of each
 * label; `lsa` fits all at once, a regressor for each event. A row spans its event, or one scan
 * where it has no duration; `window` is the number of the event in its run. Events outside of the
 * run are left out, those that last beyond its end are kept, channels that are constant have 0;
 * each with a note.
 *
 * @throws {NeurarrowError} `events-missing`, `rank-deficient`, `signal-too-short`
 * @see Mumford et al. (2012), NeuroImage 59(3):2636-2643, doi:10.1016/j.neuroimage.2011.08.076;
 *   nilearn's example of beta series, with `effect` its effect size
 */
export const betas = defineStage({
  use: 'betas',
  title: 'Estimate the response to each event',
  reads: ['signals'],
  writes: 'features',
  scope: 'recording',
  version: 3,
  cites: ['doi:10.1016/j.neuroimage.2011.08.076'],
  options: z.strictObject({
    method: z.enum(['lss', 'lsa']).default('lss').meta({
      description: 'lss: a model for each event; lsa: one model with a regressor for each event',
    }),
    map: z.enum(['effect', 'stat', 'z']).default('effect').meta({
      description: 'what a feature is: beta, its t, or its z-score',
    }),
    ...oneResponse,
    response,
    ...fitOptions,
  }),
  needs: designNeeds,
  shape: () => ({ kind: 'features' }),
  run(input, options, { tables }) {
    const signals = input as Table<'signals'>
    if (signals.rows === 0) return eventTable(signals, undefined, [], new Float32Array(0))
    const segment = wholeRun('betas', signals)
    const modelled = modelledEvents('betas', segment, tables.events, options.events)
    const events = [...modelled.inside].sort((a, b) => a.onsetS - b.onsetS)
    const y = scaledRun(segment, options.scale)
    const channels = segment.channels.length
    const out = new Float32Array(events.length * channels)
    const given = { options: { ...options, delays: [0] }, confounds: tables.confounds }
    const fitted = (conditions: Map<string, Event[]>) => {
      const design = designOf('betas', segment, conditions, given)
      const fit = fitRun('betas', segment, y, { design, noise: options.noise })
      return (name: string) => {
        const weights = Float64Array.from(design.names, (column) => (column === name ? 1 : 0))
        return glmContrast(fit, weights, options.map)
      }
    }
    const all = options.method === 'lsa' ? fitted(each(events)) : undefined
    for (const [i] of events.entries()) {
      const of = all ?? fitted(oneAgainstOthers(events, i))
      out.set(of(nameOf(i)), i * channels)
    }
    const table = eventTable(signals, segment, events, out)
    return noteEvents(noteFlat(table, y, channels), 'betas', modelled)
  },
})

/** The table with a note of channels that have one value in the whole run. */
function noteFlat(table: Table<'features'>, y: Float32Array, channels: number) {
  const flat = constantRows(y, channels)
  if (flat === 0) return table
  return withNote(table, {
    stage: 'betas',
    says: 'channels without variance have 0',
    channels: flat,
  })
}

/** What the regressor of an event is called; no label of events can have it. */
function nameOf(i: number): string {
  return `event:${String(i).padStart(5, '0')}`
}

function each(events: readonly Event[]): Map<string, Event[]> {
  return new Map(events.map((event, i) => [nameOf(i), [event]]))
}

function oneAgainstOthers(events: readonly Event[], i: number): Map<string, Event[]> {
  const others = byLabel(events.filter((_, j) => j !== i))
  return new Map([...others, [nameOf(i), [events[i]]]])
}

function eventTable(
  signals: Table<'signals'>,
  segment: Segment | undefined,
  events: readonly Event[],
  values: Float32Array,
): Table<'features'> {
  const scanS = segment ? 1 / segment.rateHz : 0
  const keys = repeatKeys(
    signals,
    events.map(() => 0),
  )
  const spans = {
    window: Int32Array.from(events, (_, i) => i),
    startS: Float64Array.from(events, ({ onsetS }) => onsetS),
    endS: Float64Array.from(events, ({ onsetS, durationS }) => onsetS + (durationS || scanS)),
  }
  const labels = [...labelNames(signals).filter((name) => name !== 'event'), 'event']
  const { unit: _, ...meta } = signals.meta
  const event = textOf(events.map(({ label }) => label))
  return makeFeatures({ ...keys, event }, spans, values, {
    ...meta,
    names: JSON.stringify(segment?.channels ?? []),
    labels: JSON.stringify(labels),
  })
}
