import { fail } from '../errors.ts'
import { electrodePositions } from '../kernels/electrode-positions.ts'
import { medianAbs } from '../kernels/median-abs.ts'
import type { Portion } from '../stage.ts'
import { channelKey } from '../tables/channel.ts'
import { type ModelCard, patchSamples, samplesInput } from './card.ts'
import { namesOf } from './card-rules.ts'
import type { OnMissing } from './card-schema.ts'
import type { EncoderInput } from './encoder-input.ts'
import { fillingOf } from './missing-channels.ts'
import { rateWords, takesRate } from './rate.ts'

/** Seconds that differ by less than this share are the same. */
const sameShare = 1e-6

/** How the channels of a recording are put into the model's order. */
export interface ChannelMatch {
  /** For each channel of the model, its position in the recording; -1 where it is missing. */
  readonly from: readonly number[]
  /** For each channel that is fed, its number among those of the card, for `channelIds`. */
  readonly ids: readonly number[]
  readonly missing: readonly string[]
  /** Weights of the recording's channels for each missing one, shape [missing, C]; else zeros. */
  readonly weights?: Float32Array
  /** Share of the model's channels that the recording has, 0 to 1. */
  readonly share: number
}

/**
 * Checks that samples are what the model was made for, before any of them reaches it.
 *
 * @throws {NeurarrowError} `model-input` with the part of the contract that is not met (`kind`,
 *   `unit`, `rate`, `window`, `patch`, `channels`, `positions`, `scale`), what is expected and what
 *   is found
 */
export function checkContract(
  card: ModelCard,
  input: EncoderInput,
  onMissing: OnMissing = 'error',
  portion?: Portion,
): ChannelMatch {
  const broken = (contract: string, facts: Record<string, unknown>): never =>
    fail('model-input', { model: card.name, contract, ...facts })
  if (!isUnit(input.unit, card.unit))
    broken('unit', { expected: card.unit, found: input.unit ?? 'none' })
  if (!takesRate(card, input.rateHz)) {
    const expected = card.rateHz ?? rateWords(card)
    broken('rate', { expected, found: input.rateHz, remedy: remedies.rate(card) })
  }
  checkLengths(card, input, broken)
  const match = matchOrder(card, input.channels, onMissing)
  if (match === undefined) return broken('channels', describeMismatch(card, input.channels))
  const found = scaleOf(card, input, portion)
  if (found) broken('scale', found)
  if (onMissing !== 'interpolate' || match.missing.length === 0) return match
  const filling = fillingOf(input.channels, match.missing)
  if ('weights' in filling) return { ...match, weights: filling.weights }
  const expected = 'places of the missing channels, and of four others'
  return broken('positions', { expected, placeless: filling.placeless })
}

/** What was standardised has no unit: `z` of a card is `1` of a table, and the other way round. */
export function isUnit(found: string | undefined, expected: string): boolean {
  const plain = (unit: string) => (unit === 'z' ? '1' : unit)
  return found !== undefined && plain(found) === plain(expected)
}

type Broken = (contract: string, facts: Record<string, unknown>) => never

const remedies = {
  rate: ({ rateHz }: ModelCard) =>
    rateHz === undefined ? undefined : `put "- resample: { rateHz: ${rateHz} }" before it`,
  order: (order: readonly string[]) =>
    `put "- pick: { channels: [${order.join(', ')}] }" before it`,
}

function checkLengths(card: ModelCard, input: EncoderInput, broken: Broken): void {
  const { patch, window } = card
  const { rateHz } = input
  const depth = patchSamples(card, rateHz) ?? 1
  if (samplesInput(card).is === 'tokens' && input.depth !== depth) {
    broken('patch', { expectedS: depth / rateHz, foundS: input.depth / rateHz })
  }
  const samples = input.axes ? input.time : input.time * input.depth
  if (samples % depth > 0) broken('patch', { divisor: depth, samples })
  const { startS, endS } = input.spans
  const { minS, maxS } = window ?? { minS: 0, maxS: Number.POSITIVE_INFINITY }
  const [low, high] = [minS * (1 - sameShare), maxS * (1 + sameShare)]
  for (let r = 0; r < input.rows; r++) {
    const foundS = endS[r] - startS[r]
    if (!(foundS >= low && foundS <= high)) {
      broken('window', { expectedS: [minS, maxS], foundS })
    }
    if (patch?.overlap !== true && Math.abs(foundS * rateHz - samples) > 0.5) {
      broken('patch', {
        expected: 'patches that follow each other',
        patchesS: samples / rateHz,
        foundS,
      })
    }
  }
}

/**
 * How the samples of a recording are out of the range of a card. Of portions, the median of all
 * their levels counts, with the last of them: a quiet minute is no wrong unit.
 */
function scaleOf(card: ModelCard, input: EncoderInput, portion?: Portion) {
  if (card.scale === undefined) return undefined
  const [low, high] = card.scale.medianAbs
  const own = medianAbs(input.values)
  if (portion && !Number.isNaN(own)) portion.seen.push(own)
  if (portion && !portion.isLast) return undefined
  const found = portion ? medianAbs(Float32Array.from(portion.seen)) : own
  if (Number.isNaN(found) || (found >= low && found <= high)) return undefined
  return { medianAbs: found, expected: [low, high], unit: card.unit }
}

/**
 * Finds the channels of a model in those of a recording; where the card gives an order, both must
 * be in it, for a wrong order is the commonest sign of a wrong montage.
 *
 * @returns `undefined` when the contract is not met
 */
export function matchOrder(
  card: ModelCard,
  channels: readonly string[],
  onMissing: OnMissing,
): ChannelMatch | undefined {
  const order = namesOf(card)
  const all = channels.map((_, i) => i)
  if (order === undefined) {
    const regions = 'atlas' in card.channels ? card.channels.atlas.regions : channels.length
    const isMet = channels.length === regions && outsideMontage(card, channels).length === 0
    return isMet ? { from: all, ids: all, missing: [], share: 1 } : undefined
  }
  const keys = channels.map(channelKey)
  if ('vocabulary' in card.channels) {
    const known = order.map(channelKey)
    const ids = keys.map((key) => known.indexOf(key))
    return ids.some((id) => id < 0) ? undefined : { from: all, ids, missing: [], share: 1 }
  }
  const from = order.map((name) => keys.indexOf(channelKey(name)))
  const there = from.filter((i) => i >= 0)
  const missing = order.filter((_, i) => from[i] < 0)
  const inOrder = there.every((position, i) => position === i) && there.length === channels.length
  if (!inOrder || there.length === 0 || (missing.length > 0 && onMissing === 'error'))
    return undefined
  return { from, ids: order.map((_, i) => i), missing, share: there.length / order.length }
}

/** Channels that have no place in the montage of a card. */
function outsideMontage({ channels: wanted }: ModelCard, channels: readonly string[]): string[] {
  if (!('montage' in wanted)) return []
  const places = electrodePositions(channels)
  return channels.filter((_, c) => Number.isNaN(places[3 * c]))
}

/** What differs between the channels of a recording and those of a model, as facts. */
export function describeMismatch(card: ModelCard, channels: readonly string[]) {
  const order = namesOf(card)
  if (order === undefined) {
    const unknown = outsideMontage(card, channels)
    const regions = 'atlas' in card.channels ? card.channels.atlas.regions : undefined
    const expected = 'montage' in card.channels ? card.channels.montage : regions
    const share = regions === undefined ? 1 - unknown.length / Math.max(1, channels.length) : 0
    const matched = `${Math.round(100 * share)} %`
    return { matched, missing: [], unknown, expected, found: channels.length }
  }
  const [wanted, there] = [order, channels].map((names) => new Set(names.map(channelKey)))
  const missing = order.filter((name) => !there.has(channelKey(name)))
  const unknown = channels.filter((name) => !wanted.has(channelKey(name)))
  const share = (order.length - missing.length) / Math.max(1, order.length)
  const matched = `${Math.round(100 * share)} %`
  const remedy = missing.length === 0 ? remedies.order(order) : undefined
  const expected = missing.length + unknown.length === 0 ? order : undefined
  return { matched, missing, unknown, expected, remedy }
}
