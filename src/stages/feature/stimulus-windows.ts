import * as z from 'zod'
import { fail } from '../../errors.ts'
import { blockMeans } from '../../kernels/block-means.ts'
import { firstHole } from '../../kernels/first-hole.ts'
import { defineStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { labelNames } from '../../tables/keys.ts'
import { type Moments, momentsEntry } from '../../tables/moments.ts'
import { labelWords, namedVectors } from '../../tables/named-vectors.ts'
import type { Segment } from '../../tables/signals.ts'
import { stimulusBands } from '../../tables/stimulus-bands.ts'
import { columnsOf, lists, makeTable, type Table } from '../../tables/table.ts'
import { windowFeatures } from '../../tables/window-features.ts'

const options = z.strictObject({
  table: z
    .string()
    .min(1)
    .meta({
      description:
        'path in the data set of a .tsv or .csv file (names, then numbers) or an .arrow file ' +
        '(id, features): what is said of each stimulus',
    }),
  by: z
    .string()
    .min(1)
    .default('event')
    .meta({ description: 'label column whose values are the names in the file' }),
  bands: z
    .record(z.string().min(1), z.int().min(1))
    .optional()
    .meta({ unit: 'columns', description: 'feature spaces: how many columns each has, in order' }),
  tminS: z
    .number()
    .default(0)
    .meta({ unit: 's', description: 'start of the windows, from the stimulus' }),
  binS: z
    .number()
    .positive()
    .default(0.025)
    .meta({ unit: 's', description: 'samples are averaged over spans of this length' }),
  average: z
    .boolean()
    .default(false)
    .meta({ description: 'whether the windows of a stimulus in a recording make one row' }),
})
type Options = z.output<typeof options>

/**
 * Makes rows for an encoding model over time: the features are those of the stimulus, the label
 * `response` is the list of all channels at all moments of the window, a channel after the other.
 * A head for vectors then predicts each channel at each moment from the stimulus.
 *
 * A moment is the mean of `binS`, at least one sample; samples that fill no span are dropped. With
 * `average` a row is the mean of the windows of one stimulus, and stands where the first did.
 *
 * @throws {NeurarrowError} `target-missing` when the windows lack the label or the file one of its
 *   values, `length-mismatch` when bands do not add up or windows differ, `non-finite`,
 *   `rates-differ`, `signal-too-short` when a window is shorter than a span
 * @see Toneva & Wehbe (2019), NeurIPS 32 (spans of 25 ms, each sensor by itself)
 */
export const stimulusWindows = defineStage({
  use: 'stimulusWindows',
  title: 'Rows of stimulus features with the response of all channels and moments as label',
  reads: ['windows'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  options,
  needs: ({ table }) => ({ vectors: { table: 'vectors', path: table } }),
  shape: () => ({ kind: 'features' }),
  run(input, given, { tables }) {
    const windows = input as Table<'windows'>
    const { by } = given
    const words = labelWords(windows, by)
    const segments = alikeWindows(windows, 'stimulusWindows')
    const parts = partsOf(segments, words, given.average)
    const told = tables.vectors as Table<'features'>
    const asked = parts.map(([first]) => words[first.from])
    const { values, size } = namedVectors(told, asked, by)
    const bands = stimulusBands(given.bands, size, 'stimulusWindows')
    const rows = windowFeatures(
      windows,
      parts.map(([first]) => first),
      values,
      { names: bands.map((band, f) => `${band} ${f}`) },
    )
    return withResponses(rows, { parts, bands, given })
  },
})

/** The windows that make each row. */
function partsOf(
  segments: readonly Segment[],
  words: readonly string[],
  average: boolean,
): Segment[][] {
  if (!average) return segments.map((segment) => [segment])
  const byWord = new Map<string, Segment[]>()
  for (const segment of segments) {
    const key = JSON.stringify([segment.recording, words[segment.from]])
    byWord.set(key, [...(byWord.get(key) ?? []), segment])
  }
  return [...byWord.values()]
}

function withResponses(
  rows: Table<'features'>,
  of: { parts: readonly Segment[][]; bands: readonly string[]; given: Options },
): Table<'features'> {
  const { parts, bands, given } = of
  const [segment] = parts[0] ?? []
  const moments = segment ? momentsOfWindow(segment, given) : { channels: [], timesS: [] }
  const width = moments.channels.length * moments.timesS.length
  const responses = new Float32Array(parts.length * width)
  for (const [r, part] of parts.entries()) {
    for (const one of part) {
      requireLike(one, segment)
      const means = blockMeans(one.values, one.samples, blockOf(one, given))
      for (let d = 0; d < width; d++) responses[r * width + d] += means[d] / part.length
    }
  }
  const { features, response: _, ...columns } = columnsOf(rows)
  const all = { ...columns, response: lists(responses, Math.max(1, width)), features }
  const labels = [...labelNames(rows).filter((name) => name !== 'response'), 'response']
  return makeTable('features', all, {
    ...rows.meta,
    labels: JSON.stringify(labels),
    bands: JSON.stringify(bands),
    'names of response': JSON.stringify(namesOf(moments)),
    [momentsEntry('response')]: JSON.stringify(moments),
  })
}

/** Samples of a span. */
function blockOf({ rateHz }: Segment, { binS }: Options): number {
  return Math.max(1, Math.round(binS * rateHz))
}

function momentsOfWindow(segment: Segment, given: Options): Moments {
  const { channels, samples, rateHz, recording } = segment
  const block = blockOf(segment, given)
  const points = Math.floor(samples / block)
  if (points < 1) {
    fail('signal-too-short', { stage: 'stimulusWindows', recording, samples, needed: block })
  }
  const middle = (t: number) => given.tminS + (t * block + (block - 1) / 2) / rateHz
  const timesS = Array.from({ length: points }, (_, t) => Math.round(middle(t) * 1e6) / 1e6)
  return { channels, timesS }
}

/** Windows of one length and rate whose samples are numbers. */
function requireLike(one: Segment, first: Segment): void {
  const { recording, index, samples, rateHz, channels } = one
  const facts = { stage: 'stimulusWindows', recording, window: index }
  if (rateHz !== first.rateHz) fail('rates-differ', { ...facts, rateHz: [first.rateHz, rateHz] })
  if (samples !== first.samples) {
    fail('length-mismatch', { ...facts, expected: first.samples, found: samples })
  }
  const at = firstHole(one.values)
  if (at >= 0) {
    const channel = channels[Math.floor(at / samples)]
    fail('non-finite', { ...facts, channel, sample: at % samples })
  }
}

function namesOf({ channels, timesS }: Moments): string[] {
  return channels.flatMap((channel) => timesS.map((timeS) => `${channel} ${timeS} s`))
}
