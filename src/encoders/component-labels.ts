import { fail } from '../errors.ts'
import { electrodePositions } from '../kernels/electrode-positions.ts'
import { SCALP_PIXELS } from '../kernels/scalp-image.ts'
import { loadModelCard, type ModelCard } from './card.ts'
import type { GraphFacts } from './card-schema.ts'
import { type ComponentFeatures, componentFeatures } from './component-features.ts'
import type { Decomposed } from './decompose.ts'
import type { Device } from './device.ts'
import { preflight } from './preflight.ts'
import { type TensorData, toFloats } from './tensor.ts'

/** Lowest rate at which ICLabel's features are defined, Hz. */
export const lowestRateHz = 100

/** Shortest recording, s. */
const SHORTEST_S = 5

/** Inputs of the graph, by the names that ICLabel gave them. */
const inputNames = ['topo', 'psds', 'autocorr'] as const

/**
 * The classes that a model tells components apart by, from its card.
 *
 * @throws {NeurarrowError} `model-input` when the model is no classifier of components
 */
export function classesOf(card: ModelCard): readonly string[] {
  const graph = classifierOf(card)
  const { labels } = card.head ?? fail('internal', { model: card.name, graph: graph.file })
  return labels
}

/**
 * Says of each component how likely it is of each class.
 *
 * Each map goes through the network four times, with its sign and its sides exchanged, and the four
 * answers are averaged.
 *
 * @param model name of a card, as `neurarrow models` lists them
 * @returns shape [K, classes]; rows sum to 1
 * @throws {NeurarrowError} those of `loadModelCard` and `preflight`; `model-input` with what is
 *   not met: `positions`, `rate` or `window`
 */
export async function componentLabels(
  model: string,
  parts: Decomposed,
  device: Device = 'cpu',
): Promise<Float32Array> {
  const card = loadModelCard(model)
  const graph = classifierOf(card)
  requireRecording(card, parts)
  const [{ session }] = (await preflight(card, device)).graphs
  const features = componentFeatures(parts)
  const count = parts.found.shares.length
  const [{ name }] = graph.outputs
  const found = await session.run(feedsOf(features, count), [name])
  const values = toFloats(found[name])
  const expected = count * classesOf(card).length
  if (values.length === expected && values.every(Number.isFinite)) return values
  return fail('model-failed', { model, expected, found: values.length })
}

function classifierOf(card: ModelCard): GraphFacts {
  const graph = card.graphs.find(({ role }) => role === 'head')
  const names = graph?.inputs.map(({ name }) => name) ?? []
  if (graph && card.head && inputNames.every((name) => names.includes(name))) return graph
  return fail('model-input', {
    model: card.name,
    contract: 'kind',
    expected: `a head with labels and the inputs ${inputNames.join(', ')}`,
    found: card.graphs.map(({ role }) => role),
  })
}

function requireRecording(card: ModelCard, parts: Decomposed): void {
  const { channels, places, rateHz, fitted } = parts
  const broken = (contract: string, facts: Record<string, unknown>) =>
    fail('model-input', { model: card.name, contract, ...facts })
  const missing = channels.filter((_, c) => Number.isNaN(places[3 * c]))
  const remedy = 'give the electrodes in `channels`, or leave others out with `pick`'
  if (missing.length > 0) broken('positions', { missing, remedy })
  if (rateHz < lowestRateHz) broken('rate', { expected: `${lowestRateHz} or more`, found: rateHz })
  const lengthS = fitted.length / channels.length / rateHz
  if (!(lengthS > SHORTEST_S)) broken('window', { expectedS: [SHORTEST_S], foundS: lengthS })
}

/** Names of channels that the 10-05 system has no place for. */
export function channelsWithoutPlace(channels: readonly string[]): string[] {
  const positions = electrodePositions(channels)
  return channels.filter((_, c) => Number.isNaN(positions[3 * c]))
}

/**
 * The tensors that ICLabel is fed: four variants of all components, one after the other.
 *
 * @param count K
 */
export function feedsOf(features: ComponentFeatures, count: number): Record<string, TensorData> {
  const { topo } = features
  const minus = topo.map((v) => -v)
  const variants = [topo, minus, mirrored(topo), mirrored(minus)]
  return {
    topo: {
      dtype: 'float32',
      values: repeated(variants),
      shape: [4 * count, 1, SCALP_PIXELS, SCALP_PIXELS],
    },
    psds: fourTimes(features.psds, count),
    autocorr: fourTimes(features.autocorr, count),
  }
}

function fourTimes(values: Float32Array, count: number): TensorData {
  const shape = [4 * count, 1, 1, values.length / count]
  return { dtype: 'float32', values: repeated([values, values, values, values]), shape }
}

function repeated(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(4 * parts[0].length)
  for (const [i, part] of parts.entries()) out.set(part, i * part.length)
  return out
}

/** Left and right exchanged. */
function mirrored(images: Float32Array): Float32Array {
  const last = SCALP_PIXELS - 1
  return images.map((_, i) => images[i - (i % SCALP_PIXELS) + last - (i % SCALP_PIXELS)])
}
