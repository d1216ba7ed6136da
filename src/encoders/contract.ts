import { fail } from '../errors.ts'
import { medianAbs } from '../kernels/median-abs.ts'
import { channelKey } from '../tables/channel.ts'
import { type ModelCard, samplesInput } from './card.ts'
import type { EncoderInput } from './encoder-input.ts'

/** Seconds and hertz that differ by less than this share are the same. */
const sameShare = 1e-6

/** What a model makes of missing channels, as an option of the stage asks for it. */
export type OnMissing = 'error' | 'zero'

/** How the channels of a recording are put into the model's order. */
export interface ChannelMatch {
  /** For each channel of the model, its position in the recording; -1 where it is filled with 0. */
  readonly from: readonly number[]
  readonly missing: readonly string[]
  /** Share of the model's channels that the recording has, 0 to 1. */
  readonly share: number
}

/**
 * Checks that samples are what the model was made for, before any of them reaches it.
 *
 * @throws {NeurarrowError} `model-input` with the part of the contract that is not met (`kind`,
 *   `unit`, `rate`, `window`, `patch`, `channels`, `scale`), what is expected and what is found
 */
export function checkContract(
  card: ModelCard,
  input: EncoderInput,
  onMissing: OnMissing = 'error',
): ChannelMatch {
  const broken = (contract: string, facts: Record<string, unknown>): never =>
    fail('model-input', { model: card.name, contract, ...facts })
  if (input.unit !== card.unit) broken('unit', { expected: card.unit, found: input.unit ?? 'none' })
  if (!same(input.rateHz, card.rateHz)) {
    broken('rate', { expected: card.rateHz, found: input.rateHz, remedy: remedies.rate(card) })
  }
  checkLengths(card, input, broken)
  const match = matchOrder(card, input.channels, onMissing)
  if (match === undefined) return broken('channels', describeMismatch(card, input.channels))
  checkScale(card, input, broken)
  return match
}

type Broken = (contract: string, facts: Record<string, unknown>) => never

const remedies = {
  rate: ({ rateHz }: ModelCard) => `put "- resample: { rateHz: ${rateHz} }" before it`,
  order: (order: readonly string[]) =>
    `put "- pick: { channels: [${order.join(', ')}] }" before it`,
}

function checkLengths(card: ModelCard, input: EncoderInput, broken: Broken): void {
  const { rateHz, patch, window } = card
  const depth = patch === undefined ? 1 : Math.round(patch.lengthS * rateHz)
  if (samplesInput(card).is === 'tokens' && input.depth !== depth) {
    broken('patch', { expectedS: patch?.lengthS, foundS: input.depth / rateHz })
  }
  const samples = input.time * input.depth
  if (samples % depth > 0) broken('patch', { divisor: depth, samples })
  const { startS, endS } = input.spans
  const [low, high] = [window.minS * (1 - sameShare), window.maxS * (1 + sameShare)]
  for (let r = 0; r < input.rows; r++) {
    const foundS = endS[r] - startS[r]
    if (!(foundS >= low && foundS <= high)) {
      broken('window', { expectedS: [window.minS, window.maxS], foundS })
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

function checkScale(card: ModelCard, input: EncoderInput, broken: Broken): void {
  const [low, high] = card.scale.medianAbs
  const found = medianAbs(input.values)
  if (Number.isNaN(found) || (found >= low && found <= high)) return
  broken('scale', { medianAbs: found, expected: [low, high], unit: card.unit })
}

/**
 * Finds the channels of a model in those of a recording; both must be in the same order, for a
 * wrong order is the commonest sign of a wrong montage.
 *
 * @returns `undefined` when the contract is not met
 */
export function matchOrder(
  card: ModelCard,
  channels: readonly string[],
  onMissing: OnMissing,
): ChannelMatch | undefined {
  if (!('order' in card.channels)) {
    return { from: channels.map((_, i) => i), missing: [], share: 1 }
  }
  const { order } = card.channels
  const keys = channels.map(channelKey)
  const from = order.map((name) => keys.indexOf(channelKey(name)))
  const there = from.filter((i) => i >= 0)
  const missing = order.filter((_, i) => from[i] < 0)
  const inOrder = there.every((position, i) => position === i) && there.length === channels.length
  if (!inOrder || there.length === 0 || (missing.length > 0 && onMissing === 'error'))
    return undefined
  return { from, missing, share: there.length / order.length }
}

/** What differs between the channels of a recording and those of a model, as facts. */
export function describeMismatch(card: ModelCard, channels: readonly string[]) {
  const order = 'order' in card.channels ? card.channels.order : []
  const [wanted, there] = [order, channels].map((names) => new Set(names.map(channelKey)))
  const missing = order.filter((name) => !there.has(channelKey(name)))
  const unknown = channels.filter((name) => !wanted.has(channelKey(name)))
  const share = (order.length - missing.length) / Math.max(1, order.length)
  const matched = `${Math.round(100 * share)} %`
  const remedy = missing.length === 0 ? remedies.order(order) : undefined
  const expected = missing.length + unknown.length === 0 ? order : undefined
  return { matched, missing, unknown, expected, remedy }
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) <= sameShare * Math.abs(b)
}
