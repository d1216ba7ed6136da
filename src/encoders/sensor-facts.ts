import { channelKey } from '../tables/channel.ts'
import { type Sensor, type SensorType, sensorsOf } from '../tables/sensors.ts'
import type { Table } from '../tables/table.ts'

/** Where a coil of MEG is and which way it looks, in the axes of the helmet. */
export interface Coil {
  /** m. */
  readonly positionM: readonly [number, number, number]
  /** Normal of the coil; of a planar gradiometer the line along which it measures. */
  readonly looks: readonly [number, number, number]
}

/** What a table knows of the sensors of channels, beside places on the head. */
export interface SensorFacts {
  /** For each channel 0 an electrode, 1 a magnetometer, 2 a gradiometer. */
  readonly types: readonly number[]
  /** For each channel where its coil is; `undefined` for electrodes, or where no one says. */
  readonly coils: readonly (Coil | undefined)[]
}

/** Coils of two loops, one behind the other, by their number in FIF files, which call them T. */
const axialGradiometers: ReadonlySet<number> = new Set([
  ...[2001, 5001, 6001, 7001, 7501, 9001, 9101, 9102],
])

/**
 * Types and coils of channels, by what the recording says of its sensors; by the unit of all
 * samples (fT, fT/cm) where it says nothing.
 *
 * @see BrainOmni, factory/utils.py: planar coils by their first axis, others by their normal; axial
 *   gradiometers are gradiometers
 */
export function sensorFacts(table: Table, channels: readonly string[]): SensorFacts {
  const sensors = sensorsOf(table)
  const alike = new Map(Object.entries(sensors).map(([name, each]) => [channelKey(name), each]))
  const found = channels.map((name) => sensors[name] ?? alike.get(channelKey(name)))
  const byUnit = Math.max(0, ['fT', 'fT/cm'].indexOf(table.meta.unit ?? 'uV') + 1)
  return {
    types: found.map((sensor) => (sensor?.type === undefined ? byUnit : typeOf(sensor))),
    coils: found.map(coilOf),
  }
}

const isCoil = (type: SensorType | undefined) => type === 'mag' || type === 'grad'

function typeOf({ type, coil }: Sensor): number {
  if (type === 'grad') return 2
  if (type !== 'mag') return 0
  return coil !== undefined && axialGradiometers.has(coil) ? 2 : 1
}

function coilOf(sensor: Sensor | undefined): Coil | undefined {
  if (sensor === undefined || !isCoil(sensor.type)) return undefined
  const { positionM, orientation, along } = sensor
  const looks = along ?? orientation
  return positionM && looks ? { positionM, looks } : undefined
}
