import * as z from 'zod'
import { asFailure, fail } from '../errors.ts'
import { defineStage, type Shape, type ShapeIssue } from '../stage.ts'
import { makeFeatures } from '../tables/features.ts'
import { withNote } from '../tables/note.ts'
import type { Table } from '../tables/table.ts'
import { encoderGraph, loadModelCard, type ModelCard, modelKey, samplesInput } from './card.ts'
import { missingPolicies, pools } from './card-schema.ts'
import { type ChannelMatch, checkContract } from './contract.ts'
import { type Block, embed } from './embed.ts'
import { type EncoderInput, encoderInput } from './encoder-input.ts'
import { optionIssues, shapeIssues } from './planned-input.ts'
import { poolEmbedding } from './pool-embedding.ts'
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
})

export type EncodeOptions = z.output<typeof options>

/**
 * Encodes each window with an ONNX model into one vector.
 *
 * The model is checked before its first use in a thread (`preflight`), the samples of every
 * recording against the contract of the card (`checkContract`). A window with NaN or an infinity
 * has NaN features. Rows, keys and times are those of the input.
 *
 * @throws {NeurarrowError} the codes of `loadModelCard`, `preflight`, `checkContract` and `embed`;
 *   `stage-options` when pool, layer or onMissing are not among those of the card
 */
export const encode = defineStage({
  use: 'encode',
  title: 'Encode windows with an ONNX model',
  reads: ['tokens', 'windows'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  options,
  content: ({ model }) => modelKey(model),
  shape(input, chosen) {
    const issues = planned(input, chosen)
    return { kind: 'features', ...(issues.length > 0 ? { issues } : {}) }
  },
  contextS: () => 0,
  async run(table, chosen, { encoder = {} }) {
    const card = loadModelCard(chosen.model)
    requireOptions(card, chosen)
    const { is } = samplesInput(card)
    if ((is === 'tokens') !== (table.kind === 'tokens')) {
      const expected = is === 'tokens' ? 'tokens' : 'windows'
      fail('model-input', { model: card.name, contract: 'kind', expected, found: table.kind })
    }
    const input = encoderInput(table)
    if (input.rows === 0) return withVectors(table, input, new Float32Array(0))
    const match = checkContract(card, input, chosen.onMissing)
    const ready = await preflight(card, encoder.device)
    const output = outputOf(card, chosen.layer)
    const block = arranged(input, match)
    const found = await embed(ready, block, { output: output.name, batch: encoder.batch })
    const features = withVectors(table, input, poolEmbedding(found, output.shape, chosen.pool))
    return match.missing.length === 0 ? features : withNote(features, missingNote(card, match))
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

/** The samples with the channels of the model, in its order, zeros where one is missing. */
function arranged(input: EncoderInput, { from }: ChannelMatch): Block {
  const { rows, time, depth, values, channels } = input
  const channel = from.length
  if (channel === channels.length) return { rows, channel, time, depth, values }
  const size = time * depth
  const out = new Float32Array(rows * channel * size)
  for (let r = 0; r < rows; r++) {
    from.forEach((source, target) => {
      const at = (r * channels.length + source) * size
      if (source >= 0) out.set(values.subarray(at, at + size), (r * channel + target) * size)
    })
  }
  return { rows, channel, time, depth, values: out }
}

function withVectors(table: Table, input: EncoderInput, values: Float32Array): Table<'features'> {
  const { axes: _axes, unit: _unit, units: _units, names: _names, ...meta } = table.meta
  return makeFeatures(input.keys, input.spans, values, meta)
}

function missingNote(card: ModelCard, { missing, share }: ChannelMatch) {
  const says = `${Math.round(100 * share)} % of the channels of ${card.name}, zeros for the others`
  return { stage: 'encode', says, missing }
}
