import { fail } from '../errors.ts'
import { electrodePositions } from '../kernels/electrode-positions.ts'
import { flatPlaces } from '../kernels/flat-places.ts'
import { normalisePlaces } from '../kernels/normalise-places.ts'
import type { ModelCard } from './card.ts'
import type { Coil, SensorFacts } from './sensor-facts.ts'

/** Where channels are, as their recording says. */
export interface ChannelPlaces {
  /** On the unit sphere, shape [C, 3]; NaN for a channel without a place on the head. */
  readonly places: Float64Array
  /** Coils of MEG, one for each channel that is one. */
  readonly coils?: SensorFacts['coils']
}

/**
 * The places of channels in the coordinates that a card asks for.
 *
 * Frames `unitSphere` and `head` are a sphere around the origin: x to the right ear, y to the nose,
 * z up, times the radius of the card. Of six columns the last three are 0 for electrodes. A coil of
 * MEG lies in the axes of its helmet, and its last three columns say which way it looks; cards
 * of fewer columns take none. Electrodes and coils are normalised each for themselves. The frame
 * `layout` has two columns: the head laid out flat (`flatPlaces`), in radians.
 *
 * @param channels names of the channels of the model, in its order, C of them
 * @param known by the names of the channels without it
 * @returns shape [C, columns]; `undefined` when no graph of the card takes positions
 * @throws {NeurarrowError} `model-input`, contract `positions`: channels without a place, or a
 *   frame that directions alone cannot give
 */
export function channelPositions(
  card: ModelCard,
  channels: readonly string[],
  known: ChannelPlaces = { places: electrodePositions(channels) },
): Float32Array | undefined {
  const { positions } = card
  if (positions === undefined || !takesPositions(card)) return undefined
  const { frame, columns } = positions
  if (!columnsOf[frame]?.includes(columns)) {
    const expected = { frame, columns }
    fail('model-input', { model: card.name, contract: 'positions', expected, found: 'names' })
  }
  const coils = channels.map((_, c) => (columns === 6 ? known.coils?.[c] : undefined))
  const missing = channels.filter((_, c) => !coils[c] && Number.isNaN(known.places[3 * c]))
  if (missing.length > 0) {
    const remedy = 'put a pick of electrodes of the 10-05 system before it'
    fail('model-input', { model: card.name, contract: 'positions', missing, remedy })
  }
  return filled(positions, known.places, coils)
}

/** How many columns each frame may have that follows from places on a head. */
const columnsOf: Readonly<Record<string, readonly number[]>> = {
  unitSphere: [3, 6],
  head: [3, 6],
  layout: [2],
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

type Positions = NonNullable<ModelCard['positions']>

/** How long a metre is in the unit of a card; coordinates without a unit are of metres. */
const perMetre: Readonly<Record<Positions['unit'], number>> = { m: 1, cm: 100, mm: 1000, '1': 1 }

function filled(
  { frame, columns, normalise, radius = 1, unit }: Positions,
  places: Float64Array,
  coils: readonly (Coil | undefined)[],
): Float32Array {
  const own = coils.map((coil, c) =>
    coil
      ? coil.positionM.map((v) => v * perMetre[unit])
      : [...places.subarray(3 * c, 3 * c + 3)].map((v) => v * radius),
  )
  const out = new Float32Array(coils.length * columns)
  for (const isCoil of [false, true]) {
    const rows = own.flatMap((_, c) => ((coils[c] !== undefined) === isCoil ? [c] : []))
    const found = Float64Array.from(rows.flatMap((c) => own[c]))
    const xyz = normalisePlaces(frame === 'layout' ? inRadians(found) : found, normalise)
    rows.forEach((c, i) => {
      out.set(xyz.subarray(3 * i, 3 * i + Math.min(columns, 3)), c * columns)
      const looks = coils[c]?.looks
      if (looks) out.set(looks, c * columns + 3)
    })
  }
  return out
}

/** Places laid out flat, radians, shape [C, 3] with 0 behind x and y. */
function inRadians(places: Float64Array): Float64Array {
  const flat = flatPlaces(places).flatMap(({ right, front }) => [right, front, 0])
  return Float64Array.from(flat, (v) => Math.PI * v)
}
