import { fail } from '../errors.ts'
import type { Table } from '../tables/table.ts'
import type { Block } from './block.ts'
import { type ModelCard, samplesInput } from './card.ts'
import { type ChannelMatch, checkContract, type OnMissing } from './contract.ts'
import { type EncoderInput, encoderInput, type PatchSamples } from './encoder-input.ts'

/** Samples that a model may be fed; `match` is absent where there are no windows. */
export interface CheckedInput {
  readonly input: EncoderInput
  readonly match?: ChannelMatch
}

/**
 * Views a table as the input of a model, after checking it against the contract of its card.
 *
 * @throws {NeurarrowError} `model-input`, `length-mismatch`, `signal-too-short`
 */
export function checkedInput(card: ModelCard, table: Table, onMissing: OnMissing): CheckedInput {
  const { is } = samplesInput(card)
  if (is !== 'tokens' && table.kind === 'tokens') {
    fail('model-input', {
      model: card.name,
      contract: 'kind',
      expected: 'windows',
      found: table.kind,
    })
  }
  const input = encoderInput(table, is === 'tokens' ? patchOf(card) : undefined)
  return input.rows === 0 ? { input } : { input, match: checkContract(card, input, onMissing) }
}

/** The patches that a model wants windows cut into. */
function patchOf(card: ModelCard): PatchSamples | undefined {
  if (card.patch === undefined) return undefined
  const depth = Math.round(card.patch.lengthS * card.rateHz)
  return { depth, stride: depth }
}

/** The windows with the channels of the model, in its order, zeros where one is missing. */
export function blockOf(card: ModelCard, input: EncoderInput, { from }: ChannelMatch): Block {
  const { rows, time, depth, stride, samples, values, channels, spans, byRow } = input
  const isCut = from.length !== channels.length || time * depth !== samples || stride !== depth
  const order = 'order' in card.channels ? card.channels.order : undefined
  return {
    rows,
    channel: from.length,
    time,
    depth,
    values,
    cut: isCut ? { from, samples, stride, channels: channels.length } : undefined,
    known: {
      channels: order ?? from.map((source) => channels[source]),
      unit: input.unit,
      window: spans.window,
      byRow,
    },
  }
}
