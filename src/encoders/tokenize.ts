import * as z from 'zod'
import { asFailure, fail } from '../errors.ts'
import { defineStage, type Shape } from '../stage.ts'
import { makeTokens, type TokenAxes } from '../tables/tokens.ts'
import { type Block, samplesOf } from './block.ts'
import { loadModelCard, type ModelCard, modelKey } from './card.ts'
import { missingPolicies } from './card-schema.ts'
import { blockOf, checkedInput } from './checked-input.ts'
import { type Embeddings, embed } from './embed.ts'
import type { EncoderInput } from './encoder-input.ts'
import { preflight } from './preflight.ts'

const options = z.strictObject({
  model: z
    .string()
    .min(1)
    .meta({ description: 'name of a model with a tokenizer, as `neurarrow models` lists it' }),
  onMissing: z
    .enum(missingPolicies)
    .default('error')
    .meta({ description: 'a channel of the model that is missing, as `encode` takes it' }),
})

/**
 * Gives each token the ids of the tokenizer of a model: a tokens table with the block that was fed
 * and a column `codes`. Where the tokenizer has channels or times of its own, the block holds the
 * ids. A window with NaN or an infinity has ids of -1.
 *
 * @throws {NeurarrowError} the codes of `loadModelCard`, `preflight`, `checkContract` and `embed`;
 *   `model-input` when the model gives no codes, or its card does not say how many there are
 */
export const tokenize = defineStage({
  use: 'tokenize',
  title: 'Give tokens the ids of the tokenizer of a model',
  reads: ['tokens', 'windows'],
  writes: 'tokens',
  scope: 'recording',
  version: 4,
  options,
  models: ({ model }) => [model],
  content: ({ model }) => modelKey(model),
  shape: planned,
  contextS: () => 0,
  async run(table, { model, onMissing }, { encoder = {}, seed }) {
    const card = loadModelCard(model)
    const output = codesOutput(card)
    const size = sizeOf(card)
    const { input, match } = checkedInput(card, table, onMissing)
    const { axes: _, ...meta } = table.meta
    if (match === undefined) {
      const axes = { ...axesOfInput(input), codes: { levels: 1, size } }
      const none = { values: new Float32Array(0), axes, codes: new Int32Array(0) }
      return makeTokens(input.keys, input.spans, none, meta)
    }
    const ready = await preflight(card, encoder.device)
    const block = blockOf(card, input, match)
    const found = await embed(ready, block, { output, batch: encoder.batch, seed })
    const made = tokensOfCodes(input, block, found)
    const codes = Int32Array.from(found.values, (id) => (Number.isNaN(id) ? -1 : id))
    const axes = { ...made.axes, codes: { levels: made.levels, size } }
    return makeTokens(input.keys, input.spans, { values: made.values, axes, codes }, meta)
  },
})

function axesOfInput({ channels, time, depth, stride, rateHz }: EncoderInput): TokenAxes {
  return { channel: channels.length, time, depth, channels, rateHz, strideS: stride / rateHz }
}

/**
 * Tokens that have ids: those that were fed, where there are ids for each; else the ids themselves,
 * on channels of the tokenizer's own.
 */
function tokensOfCodes(input: EncoderInput, block: Block, { values, axes }: Embeddings) {
  const [channel = 1, time = 1, levels = 1] = axes
  const fed = axesOfInput(input)
  if (channel === block.channel && time === block.time) {
    const rows = Int32Array.from({ length: block.rows }, (_, r) => r)
    const channels = block.known?.channels ?? input.channels
    return { values: samplesOf(block, rows), axes: { ...fed, channel, channels }, levels }
  }
  const channels = Array.from({ length: channel }, (_, c) => `code${c + 1}`)
  const { rateHz } = input
  return { values, axes: { channel, time, depth: levels, channels, rateHz }, levels }
}

function planned(input: Shape, { model }: z.output<typeof options>): Shape {
  const shape = { ...input, kind: 'tokens' as const }
  try {
    const size = sizeOf(loadModelCard(model))
    return { ...shape, tokens: { ...input.tokens, codes: { size } } }
  } catch (thrown) {
    return { ...shape, issues: [{ path: ['model'], message: asFailure(thrown).message }] }
  }
}

/** The output of a card that holds ids: [batch, channel, time], or with levels behind. */
function codesOutput({ name, graphs }: ModelCard): string {
  const outputs = graphs.flatMap((graph) => graph.outputs)
  const found = outputs.find(({ is, shape }) => is === 'codes' && shape.length <= 4)
  return found?.name ?? fail('model-input', { model: name, contract: 'codes', found: outputs })
}

/** How many ids there are; a card with codes says so. */
function sizeOf({ name, codebooks }: ModelCard): number {
  const remedy = 'codebooks of the card say how many codes there are'
  return codebooks?.[0]?.codes ?? fail('model-input', { model: name, contract: 'codes', remedy })
}
