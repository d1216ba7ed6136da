import * as z from 'zod'
import { asFailure, fail } from '../errors.ts'
import { defineStage, type Shape, type ShapeIssue } from '../stage.ts'
import { makeFeatures } from '../tables/features.ts'
import { withNote } from '../tables/note.ts'
import type { Table } from '../tables/table.ts'
import { encoderGraph, loadModelCard, type ModelCard, modelKey } from './card.ts'
import { missingPolicies, pools } from './card-schema.ts'
import { blockOf, checkedInput } from './checked-input.ts'
import type { ChannelMatch } from './contract.ts'
import { drawVectors } from './draw-vectors.ts'
import type { EncoderInput } from './encoder-input.ts'
import { optionIssues, shapeIssues } from './planned-input.ts'
import { preflight } from './preflight.ts'

const options = z.strictObject({
  model: z
    .string()
    .min(1)
    .meta({ description: 'name of a model, as `neurarrow models` lists them' }),
  pool: z
    .enum(pools)
    .default('mean')
    .meta({
      description:
        'what one vector is made of: mean over time (channels apart), meanAll over channels and ' +
        'time, flatten everything',
    }),
  layer: z.string().optional().meta({
    description: 'output of the graph; the first that its card names when not given',
  }),
  onMissing: z
    .enum(missingPolicies)
    .default('error')
    .meta({
      description:
        'a channel of the model that is missing: an error, or, where the card allows it, samples ' +
        'interpolated from the other electrodes, or zeros',
    }),
  draws: z
    .strictObject({
      count: z.int().min(2).meta({ unit: '1', description: 'how often the model is run' }),
      give: z.enum(['mean', 'variance', 'both']).default('mean').meta({
        description: 'mean of the runs, their variance, or the means, then the variances',
      }),
    })
    .optional()
    .meta({
      description:
        'runs each window several times, each with other numbers of its own for the noise inputs ' +
        'of the model (dropout that is left on); only for models that have such an input',
    }),
})

export type EncodeOptions = z.output<typeof options>

/**
 * Encodes each window with an ONNX model into one vector.
 *
 * A model that takes tokens may be given windows: they are cut into its patches batch by batch, so
 * that the patches of a recording never exist all at once.
 *
 * The model is checked before its first use in a thread (`preflight`), the samples of every
 * recording against the contract of the card (`checkContract`). A window with NaN or an infinity
 * has NaN features. Rows, keys and times are those of the input. With `draws` a model with a noise
 * input is run several times on each window (`drawVectors`).
 *
 * @throws {NeurarrowError} the codes of `loadModelCard`, `preflight`, `checkContract` and `embed`;
 *   `stage-options` when pool, layer, onMissing or draws are not what the card allows
 */
export const encode = defineStage({
  use: 'encode',
  title: 'Encode windows with an ONNX model',
  reads: ['tokens', 'windows'],
  writes: 'features',
  scope: 'recording',
  version: 5,
  options,
  content: ({ model }) => modelKey(model),
  models: ({ model }) => [model],
  shape(input, chosen) {
    const issues = planned(input, chosen)
    return { kind: 'features', ...(issues.length > 0 ? { issues } : {}) }
  },
  contextS: () => 0,
  async run(table, chosen, { encoder = {}, seed, portion }) {
    const card = loadModelCard(chosen.model)
    requireOptions(card, chosen)
    const { input, match } = checkedInput(card, table, chosen.onMissing, portion)
    if (match === undefined) return withVectors(table, input, new Float32Array(0))
    const ready = await preflight(card, encoder.device)
    const output = outputOf(card, chosen.layer)
    const { pool, draws } = chosen
    const how = { output: output.name, axes: output.shape, batch: encoder.batch, seed, pool, draws }
    const found = await drawVectors(ready, blockOf(card, input, match), how)
    const { values, depth, names } = found
    const features = withVectors(table, input, values, {
      depth: String(depth),
      ...(names ? { names: JSON.stringify(names) } : {}),
    })
    const noted =
      match.missing.length === 0 ? features : withNote(features, missingNote(card, match))
    const { device } = ready
    return device === 'cpu' ? noted : withNote(noted, { stage: 'encode', says: `on ${device}` })
  },
})

function planned(input: Shape, chosen: EncodeOptions): ShapeIssue[] {
  try {
    return shapeIssues(loadModelCard(chosen.model), input, chosen)
  } catch (thrown) {
    return [{ path: ['model'], message: asFailure(thrown).message }]
  }
}

function requireOptions(card: ModelCard, chosen: EncodeOptions): void {
  const [issue] = optionIssues(card, chosen)
  if (issue) fail('stage-options', { stage: 'encode', option: issue.path[0], says: issue.message })
}

function outputOf(card: ModelCard, layer: string | undefined) {
  const { outputs } = encoderGraph(card)
  return outputs.find(({ name }) => name === layer) ?? outputs[0]
}

function withVectors(
  table: Table,
  { keys, spans }: EncoderInput,
  values: Float32Array,
  more: Record<string, string> = {},
): Table<'features'> {
  const { axes: _axes, unit: _unit, units: _units, names: _names, ...meta } = table.meta
  return makeFeatures(keys, spans, values, { ...meta, ...more })
}

function missingNote(card: ModelCard, { missing, share, weights }: ChannelMatch) {
  const others = weights ? 'the others interpolated' : 'zeros for the others'
  const says = `${Math.round(100 * share)} % of the channels of ${card.name}, ${others}`
  return { stage: 'encode', says, missing }
}
