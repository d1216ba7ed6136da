import { fail } from '../errors.ts'
import type { Recording } from './keys.ts'
import { makeSignals, segmentsOf } from './signals.ts'
import { listsOf, type Table, wordsOf } from './table.ts'

/**
 * Makes the confounds table of one recording: a signals table, one row a confound, one sample a
 * scan.
 *
 * @param columns the numbers of each confound by name, T of each; missing values are NaN
 * @param trS time between scans, s; 1 when it is not known, then `rateHz` counts scans
 */
export function makeConfounds(
  recording: Recording,
  columns: Readonly<Record<string, ArrayLike<number>>>,
  trS = 1,
): Table<'signals'> {
  const channels = Object.keys(columns)
  const samples = channels.length === 0 ? 0 : columns[channels[0]].length
  const values = new Float32Array(channels.length * samples)
  for (const [i, name] of channels.entries()) {
    if (columns[name].length !== samples) {
      const found = columns[name].length
      fail('length-mismatch', { recording: recording.recording, column: name, samples, found })
    }
    values.set(Float32Array.from(columns[name]), i * samples)
  }
  const segment = { channels, startS: 0, rateHz: 1 / trS, values, index: 0 }
  return makeSignals({ ...recording, labels: {} }, [segment], '1')
}

/**
 * The confounds asked for, in that order; all of them without `wanted`.
 *
 * @returns `values`, shape [K, T], a new array, and T
 * @throws {NeurarrowError} `column-missing` naming all that are missing
 */
export function confoundsOf(
  table: Table<'signals'>,
  wanted?: readonly string[],
): { names: readonly string[]; values: Float64Array; samples: number } {
  const available = wordsOf(table, 'channel')
  const names = wanted ?? available
  const missing = names.filter((name) => !available.includes(name))
  if (missing.length > 0) fail('column-missing', { missing, columns: available })
  const samples = segmentsOf(table)[0]?.samples ?? 0
  const { values, offsets } = listsOf(table, 'samples')
  const out = new Float64Array(names.length * samples)
  for (const [i, name] of names.entries()) {
    const row = available.indexOf(name)
    out.set(values.subarray(offsets[row], offsets[row + 1]), i * samples)
  }
  return { names, values: out, samples }
}
