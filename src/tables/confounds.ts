import { fail } from '../errors.ts'
import type { Recording } from './keys.ts'
import { makeSignals, segmentsOf } from './signals.ts'
import { columnsOf, hasColumn, listsOf, makeTable, ragged, type Table, wordsOf } from './table.ts'

/**
 * Makes the confounds table of one recording: a signals table, one row a confound, one sample a
 * scan.
 *
 * What single precision leaves of a number is kept beside it, in the column `remainders`: squares
 * of a large signal with small fluctuations lose these when they are rounded.
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
  const remainders = new Float32Array(values.length)
  for (const [i, name] of channels.entries()) {
    if (columns[name].length !== samples) {
      const found = columns[name].length
      fail('length-mismatch', { recording: recording.recording, column: name, samples, found })
    }
    for (let t = 0; t < samples; t++) {
      const at = i * samples + t
      values[at] = columns[name][t]
      remainders[at] = Number.isFinite(values[at]) ? columns[name][t] - values[at] : 0
    }
  }
  const segment = { channels, startS: 0, rateHz: 1 / trS, values, index: 0 }
  const table = makeSignals({ ...recording, labels: {} }, [segment], '1')
  const ends = Int32Array.from({ length: channels.length + 1 }, (_, i) => i * samples)
  const exact = { ...columnsOf(table), remainders: ragged(remainders, ends) }
  return makeTable('signals', exact, table.meta)
}

/**
 * The confounds asked for, in that order, to 48 bits where `remainders` are kept; all of them
 * without `wanted`.
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
  const remainders = hasColumn(table, 'remainders')
    ? listsOf(table, 'remainders').values
    : undefined
  const out = new Float64Array(names.length * samples)
  for (const [i, name] of names.entries()) {
    const from = offsets[available.indexOf(name)]
    for (let t = 0; t < samples; t++) {
      out[i * samples + t] = values[from + t] + (remainders?.[from + t] ?? 0)
    }
  }
  return { names, values: out, samples }
}
