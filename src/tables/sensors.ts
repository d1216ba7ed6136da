import { type Table, withMeta } from './table.ts'

/**
 * What a sensor measures. `eeg` lies on the scalp, `ecog` and `seeg` inside the head; `mag` and
 * `grad` are magnetometers and gradiometers of MEG, `refMeg` its reference sensors.
 */
export type SensorType = (typeof sensorTypes)[number]

/** All types of sensors, in the order of the reference. */
export const sensorTypes = [
  ...(['eeg', 'ecog', 'seeg', 'mag', 'grad', 'refMeg', 'eog', 'ecg', 'emg', 'resp'] as const),
  ...(['stim', 'annotations', 'misc'] as const),
] as const

/**
 * The axes that a position is stated in.
 *
 * `head`: x through the points before the ears to the right, y through the nasion, z up, origin
 * between the ears. `ras`: x to the right, y to the nose, z up, origin somewhere inside the head
 * (where the file does not say: most often the centre of a sphere). `device`: of the MEG helmet.
 * `mri`: of the subject's own image; `mni`: of the MNI template; `other`: what the file calls by
 * another name or not at all.
 */
export type Frame = 'head' | 'ras' | 'device' | 'mri' | 'mni' | 'other'

/** Where a sensor is; both are absent where the file does not say. */
export interface SensorPlace {
  /** m. */
  readonly positionM?: readonly [number, number, number]
  readonly frame?: Frame
  /** Which way the sensor looks, of length 1, in the same axes: coils of MEG. */
  readonly orientation?: readonly [number, number, number]
  /** Of a planar gradiometer: along which it measures, of length 1, in the same axes. */
  readonly along?: readonly [number, number, number]
  /** Type of a coil of MEG, as FIF files number them: 3012 planar, 3022 and 3024 magnetometers. */
  readonly coil?: number
}

/** What is known of one sensor of a table. */
export interface Sensor extends SensorPlace {
  readonly type?: SensorType
  /** Set where the data set marks the channel as bad. */
  readonly bad?: true
}

/**
 * What a table knows of its sensors, by the name of the channel; empty where its reader found
 * nothing. Kept in the metadata entry `sensors`; tables of several recordings have it only where
 * all say the same.
 */
export function sensorsOf(table: Table): Readonly<Record<string, Sensor>> {
  const { sensors } = table.meta
  return sensors === undefined ? {} : (JSON.parse(sensors) as Record<string, Sensor>)
}

/** The table with what is known of its sensors, by the name of the channel. */
export function withSensors<T extends Table>(
  table: T,
  sensors: Readonly<Record<string, Sensor>>,
): Table<T['kind']> {
  return withMeta(table, { sensors: JSON.stringify(sensors) })
}
