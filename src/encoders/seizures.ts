import * as z from 'zod'
import { asFailure, fail } from '../errors.ts'
import { powerColumns } from '../kernels/power-columns.ts'
import { defineStage, type ShapeIssue } from '../stage.ts'
import { makeFeatures } from '../tables/features.ts'
import { repeatKeys, type Segment, segmentsOf } from '../tables/signals.ts'
import { i32Of, type Table } from '../tables/table.ts'
import { loadModelCard, type ModelCard, modelKey } from './card.ts'
import type { GraphFacts } from './card-schema.ts'
import { preflight } from './preflight.ts'
import type { Session } from './session.ts'
import { toFloats } from './tensor.ts'

/** Bins of a column of the spectrogram. */
const BINS = 100

const options = z.strictObject({
  model: z.string().min(1).default('brainmaze-seizure').meta({
    description: 'a model that is fed spectrograms of single channels',
  }),
  class: z.string().min(1).default('seizure').meta({
    description: 'the class whose probability is taken, as the card of the model names it',
  }),
  edgeS: z.number().min(0).default(0).meta({
    unit: 's',
    description: 'left out at both ends of a window, where the model knows little of what is near',
  }),
  statistic: z.enum(['max', 'mean']).default('max').meta({
    description: 'what is made of the probabilities of a window, one each half second',
  }),
})

/**
 * Gives each channel of a window the probability of a seizure that a model finds in it.
 *
 * Windows are described by `powerColumns`; the model sees all channels of a window at once and each
 * by itself. A channel with a value that is not finite has NaN.
 *
 * @throws {NeurarrowError} the codes of `loadModelCard` and `preflight`; `model-input` for another
 *   kind of model, or a rate that is not whole, even and at least 200 Hz; `stage-options` when the
 *   edges leave nothing of a window
 * @see `brainmaze_eeg_models.seizure.infer_seizure_probability`
 */
export const seizures = defineStage({
  use: 'seizures',
  title: 'Find the probability of a seizure in each channel with an ONNX model',
  reads: ['windows'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  options,
  cites: ['doi:10.1093/braincomms/fcac115'],
  content: ({ model }) => modelKey(model),
  models: ({ model }) => [model],
  shape({ rateHz }, chosen) {
    const issues = planned(rateHz, chosen)
    return { kind: 'features', ...(issues.length > 0 ? { issues } : {}) }
  },
  contextS: () => 0,
  async run(table, chosen, { encoder = {} }) {
    const windows = table as Table<'windows'>
    const segments = segmentsOf(windows)
    const card = loadModelCard(chosen.model)
    const found: Float32Array[] = []
    if (segments.length > 0) {
      const [{ session }] = (await preflight(card, encoder.device)).graphs
      for (const segment of segments)
        found.push(await probabilities(card, session, segment, chosen))
    }
    return asRows(windows, segments, found)
  },
})

type Chosen = z.output<typeof options>

function planned(rateHz: number | undefined, { model, class: name }: Chosen): ShapeIssue[] {
  try {
    classOf(loadModelCard(model), name)
  } catch (thrown) {
    return [{ path: ['model'], message: asFailure(thrown).message }]
  }
  if (rateHz === undefined || isRate(rateHz)) return []
  const message = `the rate must be whole, even and at least 200 Hz; here it is ${rateHz} Hz`
  return [{ path: ['model'], message }]
}

function isRate(rateHz: number): boolean {
  return rateHz >= 200 && rateHz % 2 === 0
}

/** The graph that takes spectrograms, and the position of a class in its output. */
function classOf(card: ModelCard, name: string): { graph: GraphFacts; at: number } {
  const [graph] = card.graphs
  const [input] = graph.inputs
  const at = card.head?.labels.indexOf(name) ?? -1
  const isFed = graph.role === 'head' && input.is === 'features' && input.shape[1] === BINS
  if (isFed && at >= 0) return { graph, at }
  return fail('model-input', {
    model: card.name,
    contract: 'kind',
    expected: `a head that is fed spectrograms of ${BINS} bins and knows the class ${name}`,
    found: isFed ? card.head?.labels : graph.role,
  })
}

async function probabilities(
  card: ModelCard,
  session: Session,
  { channels, values, samples, rateHz }: Segment,
  chosen: Chosen,
): Promise<Float32Array> {
  const { graph, at } = classOf(card, chosen.class)
  if (!isRate(rateHz)) {
    const remedy = 'put "- resample: { rateHz: 250 }" before it'
    fail('model-input', { model: card.name, contract: 'rate', found: rateHz, remedy })
  }
  const rows = channels.map((_, c) => values.subarray(c * samples, (c + 1) * samples))
  const finite = rows.map((row) => row.every(Number.isFinite))
  const columns = rows.map((row, c) => powerColumns(finite[c] ? row : row.map(() => 0), rateHz))
  const size = columns[0].length
  const fed = new Float32Array(columns.length * size)
  for (const [c, column] of columns.entries()) fed.set(column, c * size)
  const shape = [columns.length, BINS, size / BINS]
  const [input] = graph.inputs
  const [{ name: output }] = graph.outputs
  const feeds = { [input.name]: { dtype: 'float32' as const, values: fed, shape } }
  const made = (await session.run(feeds, [output]))[output]
  const facts = { all: toFloats(made), classes: made.shape[2], at, count: columns.length }
  return Float32Array.from(columns, (_, c) => (finite[c] ? pooled(facts, c, chosen) : Number.NaN))
}

interface Output {
  /** Shape [time, channel, class]. */
  readonly all: Float32Array
  readonly classes: number
  readonly at: number
  readonly count: number
}

function pooled({ all, classes, at, count }: Output, channel: number, chosen: Chosen): number {
  const { edgeS, statistic } = chosen
  const steps = all.length / (classes * count)
  const edge = Math.round(edgeS * 2)
  if (steps <= 2 * edge) fail('stage-options', { stage: 'seizures', option: 'edgeS', edgeS })
  let [most, sum] = [0, 0]
  for (let j = edge; j < steps - edge; j++) {
    const p = all[(j * count + channel) * classes + at]
    most = Math.max(most, p)
    sum += p
  }
  return statistic === 'max' ? most : sum / (steps - 2 * edge)
}

function asRows(
  windows: Table<'windows'>,
  segments: readonly Segment[],
  found: readonly Float32Array[],
): Table<'features'> {
  const { unit: _, ...meta } = windows.meta
  const from = segments.map((segment) => segment.from)
  const index = i32Of(windows, 'window')
  const spans = {
    window: Int32Array.from(from, (row) => index[row]),
    startS: Float64Array.from(segments, ({ startS }) => startS),
    endS: Float64Array.from(segments, ({ startS, samples, rateHz }) => startS + samples / rateHz),
  }
  const [first] = segments
  const names = JSON.stringify((first?.channels ?? []).map((name) => `seizure ${name}`))
  const values = new Float32Array(found.reduce((sum, row) => sum + row.length, 0))
  let at = 0
  for (const row of found) {
    values.set(row, at)
    at += row.length
  }
  return makeFeatures(repeatKeys(windows, from), spans, values, { ...meta, names })
}
