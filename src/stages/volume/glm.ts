import * as z from 'zod'
import { fail } from '../../errors.ts'
import type { GlmFit } from '../../kernels/fit-glm.ts'
import { type ContrastMap, glmContrast } from '../../kernels/glm-contrast.ts'
import { defineStage } from '../../stage.ts'
import { makeFeatures } from '../../tables/features.ts'
import { labelNames } from '../../tables/keys.ts'
import { withNote } from '../../tables/note.ts'
import { repeatKeys, type Segment } from '../../tables/signals.ts'
import { type Column, f64, type Table, textOf } from '../../tables/table.ts'
import {
  byLabel,
  designNeeds,
  designOf,
  designOptions,
  modelledEvents,
  noteEvents,
} from './glm-design.ts'
import { fitOptions, fitRun, flatChannels, scaledRun, wholeRun } from './glm-run.ts'

/** Labels of no contrast. */
const none = { contrast: textOf([]) }

const weights = z.record(
  z.string().min(1),
  z.number().meta({ unit: '1', description: 'weight of a column of the design' }),
)

/**
 * Fits a general linear model to each channel of a run and tests contrasts: a row a contrast, a
 * feature a channel.
 *
 * A contrast gives weights of columns of the design by name (conditions, `face_derivative`,
 * `face_delay_2`, confounds, `drift_1`, `constant`); a list of them is an F test. Events that begin
 * after the run, or more than 24 s before it, are left out, with a note. A channel without variance
 * has statistic 0, and one with NaN is NaN, each with a note. `map: effectVariance` makes two rows
 * a contrast, which the label `map` names, with the residual degrees of freedom as the label
 * `freedom`: what `fixedEffects` takes together over runs.
 *
 * @throws {NeurarrowError} `events-missing`, `column-missing` for a contrast of no column,
 *   `rank-deficient`, `signal-too-short`, `stage-options` for an effect of an F test
 * @see nilearn.glm.first_level.FirstLevelModel; Worsley et al. (2002), NeuroImage 15(1):1-15
 */
export const glm = defineStage({
  use: 'glm',
  title: 'Fit a general linear model and test contrasts',
  reads: ['signals'],
  writes: 'features',
  scope: 'recording',
  version: 3,
  cites: ['doi:10.1006/nimg.2001.0933'],
  options: z.strictObject({
    contrasts: z
      .record(z.string().min(1), z.union([weights, z.array(weights).min(1)]))
      .refine((named) => Object.keys(named).length > 0, { message: 'contrasts names none' })
      .meta({ description: 'weights by column, by name of the contrast; a list is an F test' }),
    map: z
      .enum(['z', 'stat', 'p', 'effect', 'variance', 'effectVariance'])
      .default('z')
      .meta({
        description:
          'what a feature is: z-score, t or F, p, weighted betas, or their variance; ' +
          'effectVariance: a row of either, for fixedEffects',
      }),
    ...designOptions,
    ...fitOptions,
  }),
  needs: designNeeds,
  shape: () => ({ kind: 'features' }),
  run(input, options, { tables }) {
    const signals = input as Table<'signals'>
    const names = Object.keys(options.contrasts)
    if (signals.rows === 0) return contrastTable(signals, undefined, none, new Float32Array(0))
    const segment = wholeRun('glm', signals)
    const events = modelledEvents('glm', segment, tables.events, options.events)
    const given = { options, confounds: tables.confounds }
    const design = designOf('glm', segment, byLabel(events.inside), given)
    const y = scaledRun(segment, options.scale)
    const fit = fitRun('glm', segment, y, { design, noise: options.noise })
    const channels = segment.channels.length
    const maps = mapsOf(options.map)
    const rows = names.flatMap((name) => maps.map((map) => ({ name, map })))
    const out = new Float32Array(rows.length * channels)
    for (const [k, { name, map }] of rows.entries()) {
      const asked = [options.contrasts[name]].flat()
      const matrix = matrixOf(name, asked, design.names)
      requireMap(name, asked.length, options.map)
      out.set(glmContrast(fit, matrix, map), k * channels)
    }
    const labels = {
      contrast: textOf(rows.map(({ name }) => name)),
      ...(maps.length > 1 ? sourceLabels(rows, fit.freedom) : {}),
    }
    const table = contrastTable(signals, segment, labels, out)
    const first = notedChannels(table, fit)
    return noteEvents(first, 'glm', events)
  },
})

function mapsOf(map: ContrastMap | 'effectVariance'): ContrastMap[] {
  return map === 'effectVariance' ? ['effect', 'variance'] : [map]
}

/** What `fixedEffects` needs to know of rows beside their contrast. */
function sourceLabels(rows: readonly { readonly map: string }[], freedom: number) {
  return {
    map: textOf(rows.map(({ map }) => map)),
    freedom: f64(Float64Array.from(rows, () => freedom)),
  }
}

/** The table with what is to be said of channels that have no statistic. */
function notedChannels(table: Table<'features'>, fit: GlmFit): Table<'features'> {
  const flat = flatChannels(fit)
  const holes = fit.dispersion.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0)
  const says = 'channels without variance have statistic 0'
  const first = flat === 0 ? table : withNote(table, { stage: 'glm', says, channels: flat })
  if (holes === 0) return first
  return withNote(first, { stage: 'glm', says: 'channels with NaN are NaN', channels: holes })
}

function requireMap(contrast: string, rows: number, map: string): void {
  if (rows > 1 && ['effect', 'variance', 'effectVariance'].includes(map)) {
    fail('stage-options', { stage: 'glm', contrast, option: 'map', value: map, rows })
  }
}

/** Weights of all columns, shape [Q, P]. */
function matrixOf(
  contrast: string,
  rows: readonly Readonly<Record<string, number>>[],
  columns: readonly string[],
): Float64Array {
  const out = new Float64Array(rows.length * columns.length)
  for (const [q, row] of rows.entries()) {
    for (const [name, weight] of Object.entries(row)) {
      const column = columns.indexOf(name)
      if (column < 0) fail('column-missing', { stage: 'glm', contrast, missing: [name], columns })
      out[q * columns.length + column] = weight
    }
  }
  return out
}

/** A row for each value of the labels that are added. */
function contrastTable(
  signals: Table<'signals'>,
  segment: Segment | undefined,
  added: Readonly<Record<string, Column>> & { readonly contrast: Column },
  values: Float32Array,
): Table<'features'> {
  const startS = segment?.startS ?? 0
  const endS = startS + (segment ? segment.samples / segment.rateHz : 0)
  const rows = Array.from({ length: added.contrast.length }, () => 0)
  const keys = repeatKeys(signals, rows)
  const spans = {
    window: Int32Array.from(rows, (_, k) => k),
    startS: Float64Array.from(rows, () => startS),
    endS: Float64Array.from(rows, () => endS),
  }
  const names = Object.keys(added)
  const labels = [...labelNames(signals).filter((name) => !names.includes(name)), ...names]
  const { unit: _, ...meta } = signals.meta
  return makeFeatures({ ...keys, ...added }, spans, values, {
    ...meta,
    names: JSON.stringify(segment?.channels ?? []),
    labels: JSON.stringify(labels),
  })
}
