import { electrodePositions } from '../kernels/electrode-positions.ts'
import { fitSphere } from '../kernels/fit-sphere.ts'
import { channelKey } from './channel.ts'
import { type Sensor, sensorsOf } from './sensors.ts'
import type { Table } from './table.ts'

/** Places of electrodes around the centre of the head, and where they come from. */
export interface ElectrodePlaces {
  /** Shape [C, 3], at distance 1 from the centre; NaN for a channel without a place. */
  readonly places: Float64Array
  /** The positions of the recording itself, or the standard places of the names. */
  readonly from: 'file' | 'names'
}

/**
 * Places electrodes on the unit sphere: by the positions that the file has, else by their names.
 *
 * Positions of the file are taken when each of `needed` has one and a sphere can be fitted to all
 * that the file has: the directions are those from its centre. Only scalp electrodes in the frames
 * `head` and `ras` count. Never are both mixed: a channel without a position then has no place.
 *
 * @param names channels, C of them, as the table has them
 * @param needed names that must have a place; all of `names` without it
 * @see kernels/electrode-positions, kernels/fit-sphere
 */
export function electrodePlaces(
  table: Table,
  names: readonly string[],
  needed: readonly string[] = names,
): ElectrodePlaces {
  const { find, all } = scalpPositions(sensorsOf(table))
  const decided = needed.every((name) => find(name) !== undefined)
  const sphere = decided ? fitSphere(Float64Array.from(all)) : undefined
  if (sphere === undefined) return { places: electrodePositions(names), from: 'names' }
  const places = new Float64Array(3 * names.length).fill(Number.NaN)
  names.forEach((name, c) => {
    const position = find(name) ?? sphere.center
    const away = position.map((v, axis) => v - sphere.center[axis])
    const distance = Math.hypot(...away)
    const place = away.map((v) => v / distance)
    if (distance > 0) places.set(place, 3 * c)
  })
  return { places, from: 'file' }
}

/**
 * Places electrodes, shape [C, 3], as `electrodePlaces` does, where channels that no one expects to
 * have a place (ECG) may be among them: positions of the file count when it has one for every name
 * that the 10-05 system knows.
 */
export function scalpPlaces(table: Table, names: readonly string[]): Float64Array {
  const standard = electrodePositions(names)
  const needed = names.filter((_, c) => !Number.isNaN(standard[3 * c]))
  return electrodePlaces(table, names, needed).places
}

type Position = Sensor['positionM']

/** Positions of scalp electrodes by name: the exact name, else one of the same key. */
function scalpPositions(sensors: Readonly<Record<string, Sensor>>) {
  const exact = new Map<string, Position>()
  const alike = new Map<string, Position>()
  for (const [name, { type = 'eeg', frame, positionM }] of Object.entries(sensors)) {
    const isScalp = type === 'eeg' && (frame === 'head' || frame === 'ras')
    if (!isScalp) continue
    exact.set(name, positionM)
    alike.set(channelKey(name), positionM)
  }
  const find = (name: string) => exact.get(name) ?? alike.get(channelKey(name))
  return { find, all: [...exact.values()].flatMap((position) => position ?? []) }
}
