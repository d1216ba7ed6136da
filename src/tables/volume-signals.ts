import { fail } from '../errors.ts'
import { keysOf } from './keys.ts'
import { repeatKeys, segmentColumns } from './signals.ts'
import { f64Of, makeTable, type Table } from './table.ts'
import { trOf } from './volumes.ts'

/**
 * Makes a signals table of what was gathered from the scans of one recording: one segment at
 * 1 / TR, starting with the first scan.
 *
 * The unit is the volumes' own, or `arbitrary` when they have none. No scans make an empty table.
 *
 * @param volumes the scans, T of them
 * @param channels names of the voxels or parcels, C of them
 * @param values shape [C, T]
 * @throws {NeurarrowError} `file-corrupt` when the recording has no repetition time
 */
export function volumeSignals(
  volumes: Table<'volumes'>,
  channels: readonly string[],
  values: Float32Array,
): Table<'signals'> {
  const { grid: _, trS: __, ...meta } = volumes.meta
  const kept = { unit: 'arbitrary', ...meta }
  if (volumes.rows === 0) {
    return makeTable('signals', { ...keysOf(volumes), ...segmentColumns([], 'segment') }, kept)
  }
  const trS = trOf(volumes)
  if (!(trS > 0)) fail('file-corrupt', { trS, expected: 'a repetition time above 0 s' })
  const startS = f64Of(volumes, 'timeS')[0]
  const segment = { channels, startS, rateHz: 1 / trS, values, index: 0 }
  const keys = repeatKeys(volumes, new Array<number>(channels.length).fill(0))
  return makeTable('signals', { ...keys, ...segmentColumns([segment], 'segment') }, kept)
}
