import { fail } from '../errors.ts'
import type { Portion } from '../stage.ts'
import type { Table } from '../tables/table.ts'
import type { Block } from './block.ts'
import { type ModelCard, patchSamples, samplesInput } from './card.ts'
import { namesOf } from './card-rules.ts'
import type { OnMissing } from './card-schema.ts'
import { channelPositions } from './channel-positions.ts'
import { type ChannelMatch, checkContract } from './contract.ts'
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
export function checkedInput(
  card: ModelCard,
  table: Table,
  onMissing: OnMissing,
  portion?: Portion,
): CheckedInput {
  const { is } = samplesInput(card)
  if (is === 'signal' && table.kind === 'tokens') {
    fail('model-input', {
      model: card.name,
      contract: 'kind',
      expected: 'windows',
      found: table.kind,
    })
  }
  const input = encoderInput(table, (rateHz) =>
    is === 'tokens' ? patchOf(card, rateHz) : undefined,
  )
  return input.rows === 0
    ? { input }
    : { input, match: checkContract(card, input, onMissing, portion) }
}

/** The patches that a model wants windows cut into. */
function patchOf(card: ModelCard, rateHz: number): PatchSamples | undefined {
  const depth = patchSamples(card, rateHz)
  return depth === undefined ? undefined : { depth, stride: card.patch?.strideSamples ?? depth }
}

/** The windows with the channels of the model, in its order, missing ones filled in. */
export function blockOf(card: ModelCard, input: EncoderInput, match: ChannelMatch): Block {
  const { rows, time, depth, stride, samples, values, channels, spans, byRow } = input
  const { from, ids, weights } = match
  const isCut = from.length !== channels.length || time * depth !== samples || stride !== depth
  const names = from.map((source, i) => channels[source] ?? namesOf(card)?.[i] ?? '')
  const sensors = input.sensorsOf(names)
  return {
    rows,
    channel: from.length,
    time,
    depth,
    values,
    cut: isCut ? { from, weights, samples, stride, channels: channels.length } : undefined,
    axes: input.axes,
    known: {
      channels: names,
      channelIds: ids,
      positions: channelPositions(card, names, sensors),
      sensorTypes: sensors.types,
      window: spans.window,
      byRow,
    },
  }
}
