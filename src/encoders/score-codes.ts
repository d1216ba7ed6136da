import * as z from 'zod'
import { fail } from '../errors.ts'
import { idScores } from '../kernels/id-scores.ts'
import { defineStage } from '../stage.ts'
import { makeFeatures } from '../tables/features.ts'
import { intListsOf } from '../tables/int-lists.ts'
import { hasColumn, type Table } from '../tables/table.ts'
import { axesOf, tokenCodesOf, tokenMaskOf } from '../tables/tokens.ts'
import { loadModelCard, type ModelCard, modelKey, runGraphsOf } from './card.ts'
import { blockOf } from './checked-input.ts'
import { type Embeddings, embed } from './embed.ts'
import { encoderInput } from './encoder-input.ts'
import { preflight } from './preflight.ts'
import { takesRate } from './rate.ts'

const measures = ['crossEntropy', 'perplexity', 'idAccuracy']

const options = z.strictObject({
  model: z
    .string()
    .min(1)
    .meta({ description: 'name of a model that takes ids and gives a score for each (logits)' }),
  predicts: z
    .enum(['next', 'hidden'])
    .default('next')
    .meta({
      description:
        'next: scores at a token are of the id after it; hidden: of its own id, before it was ' +
        'hidden by maskTokens',
    }),
})

/**
 * Says how well a model tells ids of tokens: the mean negative logarithm of the probability of the
 * right id, in nats (`crossEntropy`), its exponential (`perplexity`: among so many equally likely
 * ids it seems to choose), and the share of ids that have the largest score (`idAccuracy`). A row
 * for each window; guessing among K ids has a perplexity of K.
 *
 * Ids below 0 and padding do not count. A window with NaN, and one in which nothing counts, is NaN.
 *
 * @throws {NeurarrowError} `model-input` when the model gives no scores of ids, takes another rate,
 *   or scores another number of tokens; `column-missing` for hidden ids without mask or originals,
 *   `stage-options` for several ids a token, `length-mismatch` when there are more ids than scores
 * @see torch.nn.functional.cross_entropy with ignore_index
 */
export const scoreCodes = defineStage({
  use: 'scoreCodes',
  title: 'Measure how well a model tells the ids of tokens',
  reads: ['tokens'],
  writes: 'features',
  scope: 'recording',
  version: 3,
  options,
  models: ({ model }) => [model],
  content: ({ model }) => modelKey(model),
  shape: () => ({ kind: 'features' }),
  contextS: () => 0,
  async run(input, { model, predicts }, { encoder = {}, seed }) {
    const table = input as Table<'tokens'>
    const card = loadModelCard(model)
    const output = scoresOf(card)
    const wanted = idsOf(table, predicts)
    const fed = encoderInput(table)
    const meta = { labels: table.meta.labels ?? '[]', names: JSON.stringify(measures) }
    const { notes } = table.meta
    const more = notes === undefined ? meta : { ...meta, notes }
    if (table.rows === 0) return makeFeatures(fed.keys, fed.spans, new Float32Array(0), more)
    if (!takesRate(card, fed.rateHz)) {
      const expected = card.rateHz ?? card.trS
      fail('model-input', { model, contract: 'rate', expected, found: fed.rateHz })
    }
    const ready = await preflight(card, encoder.device)
    const all = Array.from({ length: axesOf(table).channel }, (_, i) => i)
    const block = blockOf(card, fed, { from: all, ids: all, missing: [], share: 1 })
    const found = await embed(ready, block, { output, batch: encoder.batch, seed })
    const values = Float32Array.from(measured(found, wanted, table.rows, model))
    return makeFeatures(fed.keys, fed.spans, values, more)
  },
})

/** The output that gives scores of ids. */
function scoresOf(card: ModelCard): string {
  const outputs = runGraphsOf(card).flatMap((graph) => graph.outputs)
  const logits = outputs.find(({ is }) => is === 'logits')
  if (logits) return logits.name
  const found = outputs.map(({ is }) => is)
  return fail('model-input', { model: card.name, contract: 'kind', expected: 'logits', found })
}

/** The right id of each token, shape [R, channel, time]; -1 where none counts. */
function idsOf(table: Table<'tokens'>, predicts: 'next' | 'hidden'): Int32Array {
  const { values, levels } = tokenCodesOf(table)
  const { order, channel, time } = axesOf(table)
  if (levels !== 1 || order === 'time') {
    fail('stage-options', { stage: 'scoreCodes', levels, order })
  }
  const real = tokenMaskOf(table, 'attnMask')
  const counts = (i: number) => real === undefined || Boolean(real[i])
  if (predicts === 'next') {
    return values.map((_, i) => (i % time < time - 1 && counts(i + 1) ? values[i + 1] : -1))
  }
  const hidden = tokenMaskOf(table, 'mask')
  if (hidden === undefined || !hasColumn(table, 'originalCodes')) {
    return fail('column-missing', { stage: 'scoreCodes', columns: ['mask', 'originalCodes'] })
  }
  const { values: before } = intListsOf(table, 'originalCodes')
  if (hidden.length !== table.rows * channel * time) {
    fail('stage-options', { stage: 'scoreCodes', mask: 'parts of tokens' })
  }
  return before.map((id, i) => (hidden[i] && counts(i) ? id : -1))
}

/** The measures of each window, row after row. */
function measured({ values, axes }: Embeddings, ids: Int32Array, rows: number, model: string) {
  const size = axes[axes.length - 1] ?? 0
  const tokens = ids.length / rows
  if (values.length !== ids.length * size) {
    const facts = { contract: 'shape', expected: [tokens, size], found: axes }
    fail('model-input', { model, ...facts })
  }
  const largest = ids.reduce((most, id) => Math.max(most, id), -1)
  if (largest >= size) {
    fail('length-mismatch', { stage: 'scoreCodes', ids: largest + 1, scores: size })
  }
  return Array.from({ length: rows }, (_, r) => {
    const logits = values.subarray(r * tokens * size, (r + 1) * tokens * size)
    const { crossEntropy, topOne } = idScores(logits, ids.subarray(r * tokens, (r + 1) * tokens))
    return [crossEntropy, Math.exp(crossEntropy), topOne]
  }).flat()
}
