import { fail } from '../errors.ts'
import { keysOf } from './keys.ts'
import { repeatKeys, segmentColumns } from './signals.ts'
import {
  type Column,
  f64,
  f64Of,
  i32,
  lists,
  makeTable,
  type Table,
  textOf,
  wordsOf,
} from './table.ts'
import { trOf } from './volumes.ts'

/** No scanner waits longer, or is as fast: such a header counts in other units than it says, s. */
const longestTrS = 100
const shortestTrS = 0.01

const remedy =
  'mend the time step and its unit in the header, or, where it is missing, state RepetitionTime ' +
  'in the JSON beside it (BIDS)'

/**
 * Makes a signals table of what was gathered from the scans of one recording: one segment at
 * 1 / TR, starting with the first scan.
 *
 * The unit is the volumes' own, or `arbitrary` when they have none. No scans make an empty table.
 *
 * @param volumes the scans, T of them
 * @param channels names of the voxels or parcels, C of them; the array is not changed later
 * @param values shape [C, T]
 * @throws {NeurarrowError} `file-corrupt` when the recording has no repetition time, one below
 *   10 ms or above 100 s
 */
export function volumeSignals(
  volumes: Table<'volumes'>,
  channels: readonly string[],
  values: Float32Array,
): Table<'signals'> {
  const { grid: _, trS: __, ...meta } = volumes.meta
  const kept = { unit: 'arbitrary', ...meta }
  if (volumes.rows === 0 || channels.length === 0) {
    return makeTable('signals', { ...keysOf(volumes), ...segmentColumns([], 'segment') }, kept)
  }
  const trS = trOf(volumes)
  if (!(trS >= shortestTrS && trS <= longestTrS)) {
    const [recording] = wordsOf(volumes, 'recording')
    const expected = `a repetition time from ${shortestTrS} s to ${longestTrS} s`
    fail('file-corrupt', { recording, member: 'pixdim[4]', found: trS, expected, remedy })
  }
  const rows = channels.length
  const keys = repeatKeys(volumes, new Array<number>(rows).fill(0))
  const columns = {
    ...keys,
    segment: i32(new Int32Array(rows)),
    channel: namesColumn(channels),
    startS: f64(new Float64Array(rows).fill(f64Of(volumes, 'timeS')[0])),
    rateHz: f64(new Float64Array(rows).fill(1 / trS)),
    samples: lists(values, values.length / rows),
  }
  return makeTable('signals', columns, kept)
}

/** Columns of names: the pieces of a run have the same tens of thousands again and again. */
const known = new WeakMap<readonly string[], Column>()

function namesColumn(names: readonly string[]): Column {
  const column = known.get(names) ?? textOf(names)
  known.set(names, column)
  return column
}
