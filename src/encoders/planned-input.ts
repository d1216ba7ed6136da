import type { Shape, ShapeIssue } from '../stage.ts'
import { encoderGraph, type ModelCard, runGraphsOf, samplesInput } from './card.ts'
import { missingPolicies, type OnMissing, type Pool } from './card-schema.ts'
import { withoutPlace } from './channel-positions.ts'
import { describeMismatch, matchOrder } from './contract.ts'
import { rateWords, takesRate } from './rate.ts'

/** What of the options of `encode` a card can speak about. */
export interface Chosen {
  readonly pool: Pool
  readonly layer?: string
  readonly onMissing: OnMissing
  readonly draws?: { readonly count: number }
}

/**
 * Says why a model cannot take what is planned to reach it, as far as that is known before any
 * recording is read.
 *
 * @returns one issue for each part of the contract that is not met, none when all is well
 */
export function shapeIssues(card: ModelCard, input: Shape, chosen: Chosen): ShapeIssue[] {
  return [...optionIssues(card, chosen), ...inputIssues(card, input, chosen)]
}

/** Says which options of `encode` a card does not allow. */
export function optionIssues(card: ModelCard, chosen: Chosen): ShapeIssue[] {
  const { pool, layer, onMissing, draws } = chosen
  const issues: ShapeIssue[] = []
  const layers = encoderGraph(card).outputs.map(({ name }) => name)
  if (!card.pooling.includes(pool)) {
    issues.push({ path: ['pool'], message: `${card.name} allows ${card.pooling.join(', ')}` })
  }
  if (layer !== undefined && !layers.includes(layer)) {
    issues.push({ path: ['layer'], message: `${card.name} has ${layers.join(', ')}` })
  }
  if (missingPolicies.indexOf(onMissing) > missingPolicies.indexOf(card.onMissing)) {
    const what = onMissing === 'zero' ? 'zeros' : 'interpolated samples'
    const message = `${card.name} was not made to take ${what} for missing channels`
    issues.push({ path: ['onMissing'], message })
  }
  if (draws && !runGraphsOf(card).some(({ inputs }) => inputs.some(({ is }) => is === 'noise'))) {
    const message = `${card.name} has no noise input: all runs would be the same`
    issues.push({ path: ['draws'], message })
  }
  return issues
}

function channelMessage(card: ModelCard, channels: readonly string[]): string {
  const { matched, missing, unknown, remedy } = describeMismatch(card, channels)
  if (missing.length + unknown.length === 0 && remedy) {
    return `${card.name} has the same channels in another order: ${remedy}`
  }
  return `${card.name} has other channels: ${matched} match ${JSON.stringify({ missing, unknown })}`
}

function inputIssues(card: ModelCard, input: Shape, { onMissing }: Chosen): ShapeIssue[] {
  const messages: string[] = []
  const { is } = samplesInput(card)
  if (is === 'signal' && input.kind === 'tokens') messages.push(`${card.name} takes windows`)
  if (input.rateHz !== undefined && !takesRate(card, input.rateHz)) {
    messages.push(`${card.name} takes ${rateWords(card)}, here are ${input.rateHz} Hz`)
  }
  const { minS, maxS } = card.window ?? { minS: 0, maxS: Number.POSITIVE_INFINITY }
  const { lengthS, channels } = input
  if (lengthS !== undefined && (lengthS < minS - 1e-6 || lengthS > maxS + 1e-6)) {
    messages.push(`${card.name} takes windows of ${minS} to ${maxS} s, here are ${lengthS} s`)
  }
  if (channels !== undefined && matchOrder(card, channels, onMissing) === undefined) {
    messages.push(channelMessage(card, channels))
  }
  const placeless = input.hasPlaces ? [] : withoutPlace(card, channels ?? [])
  if (placeless.length > 0) {
    messages.push(`${card.name} needs the place of every channel; none: ${placeless.join(', ')}`)
  }
  return messages.map((message) => ({ path: ['model'], message }))
}
