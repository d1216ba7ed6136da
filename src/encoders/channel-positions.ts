import { fail } from '../errors.ts'
import { electrodePositions } from '../kernels/electrode-positions.ts'
import type { ModelCard } from './card.ts'

/**
 * The places of channels in the coordinates that a card asks for.
 *
 * Frames `unitSphere` and `head` are a sphere around the origin: x to the right ear, y to the nose,
 * z up, times the radius of the card. Of six columns the last three, which way
 * a sensor looks, are 0, as for electrodes.
 *
 * @param channels names of the channels of the model, in its order, C of them
 * @param places of the channels on the unit sphere, shape [C, 3]; by their names without it
 * @returns shape [C, columns]; `undefined` when no graph of the card takes positions
 * @throws {NeurarrowError} `model-input`, contract `positions`: channels without a place, or a
 *   frame that directions alone cannot give
 */
export function channelPositions(
  card: ModelCard,
  channels: readonly string[],
  places: Float64Array = electrodePositions(channels),
): Float32Array | undefined {
  const { positions } = card
  if (positions === undefined || !takesPositions(card)) return undefined
  const { frame, columns, normalise, radius = 1 } = positions
  if (!['unitSphere', 'head'].includes(frame) || ![3, 6].includes(columns)) {
    const expected = { frame, columns }
    fail('model-input', { model: card.name, contract: 'positions', expected, found: 'names' })
  }
  const missing = channels.filter((_, c) => Number.isNaN(places[3 * c]))
  if (missing.length > 0) {
    const remedy = 'put a pick of electrodes of the 10-05 system before it'
    fail('model-input', { model: card.name, contract: 'positions', missing, remedy })
  }
  const scaled = normalisers[normalise](places.map((v) => v * radius))
  const out = new Float32Array(channels.length * columns)
  for (let c = 0; c < channels.length; c++) {
    out.set(scaled.subarray(3 * c, 3 * c + 3), c * columns)
  }
  return out
}

/** The channels that a model cannot take because their names say no place on the head. */
export function withoutPlace(card: ModelCard, channels: readonly string[]): string[] {
  if (!takesPositions(card)) return []
  const places = electrodePositions(channels)
  return channels.filter((_, c) => Number.isNaN(places[3 * c]))
}

function takesPositions({ graphs }: ModelCard): boolean {
  return graphs.some(({ inputs }) => inputs.some(({ is }) => is === 'pos'))
}

type Normalise = NonNullable<ModelCard['positions']>['normalise']

const normalisers: Readonly<Record<Normalise, (places: Float64Array) => Float64Array>> = {
  none: (places) => places,
  unitSphere: (places) => {
    const lengths = Array.from({ length: places.length / 3 }, (_, c) =>
      Math.hypot(...places.subarray(3 * c, 3 * c + 3)),
    )
    return places.map((v, i) => v / lengths[Math.floor(i / 3)])
  },
  rms(places) {
    const rows = places.length / 3
    const means = [0, 1, 2].map((axis) => ofAxis(places, axis).reduce((a, b) => a + b, 0) / rows)
    const centred = places.map((v, i) => v - means[i % 3])
    const size = Math.sqrt(centred.reduce((sum, v) => sum + v * v, 0) / rows / 3)
    return centred.map((v) => (size > 0 ? v / size : 0))
  },
  minMax: (places) => toUnit(places).map((v) => 2 * v - 1),
  zeroOne: toUnit,
}

/** Every axis for itself to 0..1 between its least and its largest; 0.5 where both are equal. */
function toUnit(places: Float64Array): Float64Array {
  const ranges = [0, 1, 2].map((axis) => {
    const values = ofAxis(places, axis)
    return { low: Math.min(...values), high: Math.max(...values) }
  })
  return places.map((v, i) => {
    const { low, high } = ranges[i % 3]
    return high - low > 1e-9 ? (v - low) / (high - low) : 0.5
  })
}

function ofAxis(places: Float64Array, axis: number): Float64Array {
  return places.filter((_, i) => i % 3 === axis)
}
