import { asFailure, fail } from '../errors.ts'
import { firstHole } from '../kernels/first-hole.ts'
import { defineStage } from '../stage.ts'
import { segmentsOf, withSamples } from '../tables/signals.ts'
import type { Table } from '../tables/table.ts'
import { axesOf, tokenCodesOf, withTokens } from '../tables/tokens.ts'
import type { Block } from './block.ts'
import { loadModelCard, type ModelCard, modelKey } from './card.ts'
import { blockOf } from './checked-input.ts'
import { type CodeRows, continueCodes } from './continue-codes.ts'
import { matchOrder } from './contract.ts'
import { type DiffusionPlan, diffuse } from './diffuse.ts'
import { encoderInput } from './encoder-input.ts'
import { scalar } from './feed-source.ts'
import { type GenerateOptions, generateOptions } from './generate-options.ts'
import { preflight, type ReadyModel } from './preflight.ts'
import { takesRate } from './rate.ts'
import { steadyBatch } from './steady-batch.ts'

/**
 * Puts generated samples in the place of those of each window, or generated codes behind the first
 * codes of each row of tokens: keys, labels and times stay, and condition the model where its card
 * takes `labelId` or `subjectId`.
 *
 * Windows are drawn by a denoiser (DDPM, DDIM, or predictor and corrector of the variance-
 * preserving diffusion), codes one after the other by a decoder. Random numbers follow from the
 * seed of the node and the number of the window. A window with NaN or an infinity becomes NaN.
 *
 * @throws {NeurarrowError} the codes of `loadModelCard` and `preflight`; `model-input` when unit,
 *   rate or channels are not those of the card, or it takes no time of the sampler; `stage-options`
 */
export const generate = defineStage({
  use: 'generate',
  title: 'Put generated samples or codes in the place of those of each window',
  reads: ['windows', 'tokens'],
  writes: 'same',
  scope: 'recording',
  version: 4,
  options: generateOptions,
  models: ({ model }) => [model],
  content: ({ model }) => modelKey(model),
  shape(input, { model }) {
    try {
      loadModelCard(model)
      return input
    } catch (thrown) {
      return { ...input, issues: [{ path: ['model'], message: asFailure(thrown).message }] }
    }
  },
  contextS: () => 0,
  async run(table, chosen, { encoder = {}, seed }) {
    const card = loadModelCard(chosen.model)
    if (table.rows === 0) return table
    const ready = await preflight(card, encoder.device)
    const settings = { chosen, seed, batch: encoder.batch ?? 16 }
    return table.kind === 'tokens'
      ? generatedCodes(ready, table as Table<'tokens'>, settings)
      : generatedWindows(ready, table as Table<'windows'>, settings)
  },
})

interface Settings {
  readonly chosen: GenerateOptions
  readonly seed: number
  readonly batch: number
}

async function generatedWindows(
  ready: ReadyModel,
  table: Table<'windows'>,
  { chosen, seed, batch }: Settings,
): Promise<Table> {
  const whole = checkedBlock(ready.card, table)
  requireTime(ready, chosen)
  const size = whole.channel * whole.depth
  const out = new Float32Array(whole.rows * size)
  for (let from = 0; from < whole.rows; from += batch) {
    const rows = rowsFrom(from, Math.min(whole.rows, from + batch))
    const denoiser = (x: Float32Array, timestep: number) =>
      said(ready, part(whole, rows, x), { timestep })
    const seeds = seedsOf(whole, rows, seed)
    out.set(await diffuse(denoiser, planOf(chosen), { size, seeds }), from * size)
  }
  for (let i = 0; i < out.length; i++) out[i] *= chosen.gain
  const blocks = segmentsOf(table).map(({ values }, r) => {
    const own = out.subarray(r * size, (r + 1) * size)
    return firstHole(values) < 0 ? own : own.fill(Number.NaN)
  })
  return withSamples(table, blocks)
}

async function generatedCodes(
  ready: ReadyModel,
  table: Table<'tokens'>,
  { chosen, seed, batch }: Settings,
): Promise<Table> {
  const axes = axesOf(table)
  const { values, levels } = tokenCodesOf(table)
  const { channel, time } = axes
  const { keep = 1, context = time, temperature, topK, topP, typicalP } = chosen
  if (levels !== 1 || axes.order === 'time' || keep >= time) {
    fail('stage-options', { stage: 'generate', keep, time, levels, order: axes.order })
  }
  const whole = blockOf(ready.card, encoderInput(table), identity(channel))
  const out = new Int32Array(values.length)
  const row = channel * time
  for (let from = 0; from < table.rows; from += batch) {
    const rows = rowsFrom(from, Math.min(table.rows, from + batch))
    const next = async (codes: Float32Array, length: number) => {
      const block = { ...part(whole, rows, codes), time: length, depth: 1 }
      const known = { ...block.known, byRow: { ...block.known?.byRow, codes } }
      const scores = await said(ready, { ...block, known }, {})
      return lastInTime(scores, rows.length * channel, length)
    }
    const codes = Float32Array.from(values.subarray(from * row, (from + rows.length) * row))
    const given: CodeRows = {
      ...{ codes, rows: rows.length, channel, time, keep, context },
      seeds: seedsOf(whole, rows, seed),
    }
    const draw = { temperature, topK, topP, typicalP }
    out.set(await continueCodes(next, given, draw), from * row)
  }
  return withTokens(table, { codes: out })
}

/** What the last graph of the model says of a block, first output. */
async function said(
  ready: ReadyModel,
  block: Block,
  { timestep }: { readonly timestep?: number },
): Promise<Float32Array> {
  const last = ready.graphs[ready.graphs.length - 1]
  const rows = rowsFrom(0, block.rows)
  const given = timestep === undefined ? undefined : { timestep: scalar(timestep) }
  const output = last.facts.outputs[0].name
  const asked = { rows, output, seed: 0, given }
  return (await steadyBatch(ready, block, asked)).values
}

/** Scores [rows, time, V] or [rows, V]: those of the last time, shape [rows, V]. */
function lastInTime(scores: Float32Array, rows: number, time: number): Float32Array {
  const width = scores.length / rows
  const codes = width % time === 0 && time > 1 ? width / time : width
  const out = new Float32Array(rows * codes)
  for (let r = 0; r < rows; r++) {
    out.set(scores.subarray((r + 1) * width - codes, (r + 1) * width), r * codes)
  }
  return out
}

function checkedBlock(card: ModelCard, table: Table): Block {
  const input = encoderInput(table)
  const broken = (contract: string, expected: unknown, found: unknown): never =>
    fail('model-input', { model: card.name, contract, expected, found })
  if (input.unit !== card.unit) broken('unit', card.unit, input.unit ?? 'none')
  if (!takesRate(card, input.rateHz)) broken('rate', card.rateHz ?? card.trS, input.rateHz)
  const match = matchOrder(card, input.channels, 'error')
  if (match === undefined) return broken('channels', card.channels, input.channels)
  return blockOf(card, input, match)
}

/** The times of predictor and corrector are fractions, which a graph must be able to take. */
function requireTime({ card, graphs }: ReadyModel, { sampler }: GenerateOptions): void {
  const input = graphs[graphs.length - 1].facts.inputs.find((each) => each.is === 'timestep')
  if (sampler !== 'predictorCorrector' || input === undefined) return
  if (input.dtype.startsWith('float')) return
  const facts = { model: card.name, contract: 'timestep', sampler }
  fail('model-input', { ...facts, expected: 'a time that may be a fraction', found: input.dtype })
}

/** Some rows of a block with other samples. */
function part(whole: Block, rows: Int32Array, values: Float32Array): Block {
  const pick = (all: Float32Array) => {
    const width = all.length / whole.rows
    return all.slice(rows[0] * width, (rows[0] + rows.length) * width)
  }
  const byRow = Object.entries(whole.known?.byRow ?? {}).map(([name, all]) => [name, pick(all)])
  const window = whole.known?.window?.slice(rows[0], rows[0] + rows.length)
  const known = { ...whole.known, byRow: Object.fromEntries(byRow), window }
  return { ...whole, rows: rows.length, values, cut: undefined, known }
}

function identity(channels: number) {
  const all = Array.from({ length: channels }, (_, i) => i)
  return { from: all, ids: all, missing: [], share: 1 }
}

function rowsFrom(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i)
}

/** A seed for each window, from that of the node and the number of the window. */
function seedsOf({ known }: Block, rows: Int32Array, seed: number): number[] {
  return Array.from(rows, (row) => {
    const window = known?.window?.[row] ?? row
    return ((seed % 2 ** 32) + Math.imul(window + 1, 0x9e3779b1)) >>> 0
  })
}

/** `betaEnd` by the kind of a schedule, as those who published them have it. */
const mostNoise = { linear: 0.02, scaledLinear: 0.02, cosine: 0.999 }

function planOf(chosen: GenerateOptions): DiffusionPlan {
  const { sampler, schedule, steps, predicts, snr, betaMin, betaMax, timeScale } = chosen
  if (sampler === 'predictorCorrector') {
    if (predicts !== 'noise' && predicts !== 'score') return wrong(chosen)
    return { sampler, sde: { betaMin, betaMax }, steps, snr, predicts, timeScale }
  }
  if (predicts === 'score' || steps > schedule.steps) return wrong(chosen)
  const { betaEnd = mostNoise[schedule.kind] } = schedule
  return { sampler, schedule: { ...schedule, betaEnd }, steps, predicts }
}

function wrong({ sampler, predicts, steps }: GenerateOptions): never {
  return fail('stage-options', { stage: 'generate', sampler, predicts, steps })
}
