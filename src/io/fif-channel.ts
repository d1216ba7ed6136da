import type { Frame, SensorType } from '../tables/sensors.ts'
import type { ScaledChannel } from './array-facts.ts'

/** Kinds of channels by number; MEG is told apart by the unit. */
const types: Readonly<Record<number, SensorType>> = {
  ...{ 2: 'eeg', 3: 'stim', 202: 'eog', 301: 'refMeg', 302: 'emg', 402: 'ecg', 602: 'resp' },
  ...{ 802: 'seeg', 803: 'seeg', 902: 'ecog' },
}

const units: Readonly<Record<number, string>> = {
  ...{ 1: 'm', 3: 's', 4: 'A', 5: 'K', 7: 'rad', 101: 'Hz', 107: 'V', 109: 'Ohm', 112: 'T' },
  ...{ 114: 'degC', 201: 'T/m', 202: 'Am', 110: 'S' },
}

/** Bytes of a channel in a FIF file. */
export const fifChannelBytes = 96

/** A channel of a FIF file. */
export interface FifChannel extends ScaledChannel {
  /** In the file: `range` x `cal`; `cal` alone is that of epochs. */
  readonly cal: number
  readonly range: number
  readonly coil: number
}

/**
 * Reads a channel from its 96 bytes: kind, calibration, coil type, place, unit and a name of up to
 * 15 characters.
 *
 * Volts become microvolts, tesla and tesla per metre stay. A place of zeros only, or with NaN, is
 * none. MEG coils are in device coordinates with the normal of the coil as orientation, and planar
 * ones with the line along which they measure; electrodes are in head coordinates.
 */
export function fifChannel(view: DataView): FifChannel {
  const kind = view.getInt32(8)
  const [range, cal] = [view.getFloat32(12), view.getFloat32(16)]
  const coil = view.getInt32(20)
  const loc = Array.from({ length: 12 }, (_, i) => view.getFloat32(24 + 4 * i))
  const unitCode = view.getInt32(72)
  const bytes = Buffer.from(view.buffer, view.byteOffset + 80, 16)
  const end = bytes.indexOf(0)
  const name = bytes.toString('latin1', 0, end < 0 ? 16 : end).trim()
  const isMeg = kind === 1
  const type: SensorType = isMeg ? (unitCode === 201 ? 'grad' : 'mag') : (types[kind] ?? 'misc')
  // codes of stimulus channels are numbers, although files say V
  const isVolt = unitCode === 107 && type !== 'stim'
  const unit = isVolt ? 'uV' : type === 'stim' ? '' : (units[unitCode] ?? '')
  const gain = range * cal * (isVolt ? 1e6 : 1)
  return { name, type, unit, gain, cal, range, coil, ...placeOf(loc, type, coil) }
}

/** Numbers of planar gradiometers of Neuromag systems. */
const isPlanar = (coil: number) => coil >= 3011 && coil <= 3015

function placeOf(loc: readonly number[], type: SensorType, coil: number) {
  const [x, y, z] = loc
  const isPlaced = loc.slice(0, 3).every(Number.isFinite) && (x !== 0 || y !== 0 || z !== 0)
  if (!isPlaced || type === 'stim') return {}
  const isMeg = type === 'mag' || type === 'grad' || type === 'refMeg'
  const frame: Frame = isMeg ? 'device' : 'head'
  const [, , , ax, ay, az, , , , nx, ny, nz] = loc
  const orientation = isMeg ? { orientation: [nx, ny, nz] as const } : {}
  const along = isMeg && isPlanar(coil) ? { along: [ax, ay, az] as const } : {}
  return { positionM: [x, y, z] as const, frame, ...orientation, ...along }
}
