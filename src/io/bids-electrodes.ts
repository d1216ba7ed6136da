import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import type { Frame } from '../tables/sensors.ts'
import type { JsonObject } from './json.ts'
import { numbersIn, readTsv, wordsIn } from './tsv.ts'

/** An electrode as `*_electrodes.tsv` places it. */
export interface BidsElectrode {
  readonly name: string
  /** In the units and axes of the file; absent where a cell is `n/a`. */
  readonly place?: readonly [number, number, number]
}

/** The axes and unit that a `*_coordsystem.json` states. */
export interface CoordinateSystem {
  readonly frame: Frame
  /** Metres in one of its units; absent for pixels. */
  readonly metres?: number
  /** Whether x points to the nose and y to the left, as in CTF, 4D and EEGLAB. */
  readonly isNoseFirst: boolean
}

/**
 * Reads the places of electrodes: columns `name`, `x`, `y`, `z`.
 *
 * @throws {NeurarrowError} `column-missing`; `file-corrupt` with the line of an electrode without
 *   name or named twice
 * @see BIDS specification 1.10, "Electrodes description"
 */
export async function readElectrodes(source: Source): Promise<BidsElectrode[]> {
  const tsv = await readTsv(source)
  const axes = ['x', 'y', 'z'].map((axis) => numbersIn(tsv, axis))
  const seen = new Set<string>()
  return wordsIn(tsv, 'name').map((name, row) => {
    if (name === undefined || seen.has(name)) {
      const facts = { file: tsv.file, line: tsv.lines[row], column: 'name' }
      return fail('file-corrupt', { ...facts, found: name ?? 'n/a', expected: 'its own name' })
    }
    seen.add(name)
    const [x, y, z] = axes.map((values) => values[row])
    const isPlaced = [x, y, z].every(Number.isFinite)
    return isPlaced ? { name, place: [x, y, z] } : { name }
  })
}

const unitMetres: Readonly<Record<string, number>> = { m: 1, mm: 1e-3, cm: 1e-2 }
const noseFirst = /^(CTF|4DBti|KitYokogawa|EEGLAB(-HJ)?)$/i
const headFrames = /^(CapTrak|ElektaNeuromag|NeuromagElektaMEGIN)$/i
const ofSubject = /^(ACPC|ScanRAS|individual|fsnative)/i

/**
 * The coordinate system of a `*_coordsystem.json`, from `EEGCoordinateSystem` and
 * `EEGCoordinateUnits` or the same of iEEG.
 *
 * Axes of CTF, 4D, KIT and EEGLAB go to the nose first; they are turned to `ras`.
 *
 * @throws {NeurarrowError} `file-corrupt` when no system or an unknown unit is stated
 * @see BIDS specification 1.10, appendix "Coordinate systems"
 */
export function coordinateSystem(members: JsonObject, file: string): CoordinateSystem {
  const prefix = 'iEEGCoordinateSystem' in members ? 'iEEG' : 'EEG'
  const system = members[`${prefix}CoordinateSystem`]
  const unit = members[`${prefix}CoordinateUnits`]
  if (typeof system !== 'string') {
    return fail('file-corrupt', {
      file,
      byte: 0,
      member: `${prefix}CoordinateSystem`,
      found: system,
    })
  }
  const metres = typeof unit === 'string' ? unitMetres[unit] : undefined
  if (metres === undefined && unit !== 'pixels' && unit !== 'n/a') {
    const expected = ['m', 'mm', 'cm', 'pixels', 'n/a']
    fail('file-corrupt', {
      file,
      byte: 0,
      member: `${prefix}CoordinateUnits`,
      found: unit,
      expected,
    })
  }
  const isNoseFirst = noseFirst.test(system)
  return { frame: isNoseFirst ? 'ras' : frameOf(system), metres, isNoseFirst }
}

function frameOf(system: string): Frame {
  if (headFrames.test(system)) return 'head'
  if (ofSubject.test(system)) return 'mri'
  return /^(MNI|ICBM|fsaverage)/i.test(system) ? 'mni' : 'other'
}

/** A place in metres and in the axes of the frame; absent without a length unit. */
export function placeInMetres(
  place: readonly [number, number, number],
  { metres, isNoseFirst }: CoordinateSystem,
): readonly [number, number, number] | undefined {
  if (metres === undefined) return undefined
  const [x, y, z] = place.map((v) => v * metres)
  return isNoseFirst ? [-y, x, z] : [x, y, z]
}
