import { fail } from '../errors.ts'
import { responseCeiling } from '../kernels/response-ceiling.ts'
import { groupsOf, rowKeys, rowsByCode } from './group.ts'
import type { ToldVectors } from './map-kind.ts'

/**
 * Noise ceilings of vectors whose recordings are repeats of each other within each person: for each
 * number of the vector `ccMax`, the largest correlation with the mean response that a model can
 * reach, `ccNorm`, the correlation of the mean response with the mean prediction over that, and
 * `spe`, the share of the signal's power that predictions explain: by how much they lower the power
 * of the mean response over that of the signal, below 0 where they raise it.
 * Powers and covariances are averaged over people first, also where an estimate of signal is below
 * 0, so that chance does not make a ceiling; NaN where no signal is left. Above 1 by chance.
 *
 * @returns shape [width] each
 * @throws {NeurarrowError} `split-impossible` for a person with one recording, with recordings of
 *   other lengths, or of fewer than three rows, and where people have other numbers of recordings
 * @see Sahani & Linden (2003), Advances in Neural Information Processing Systems 15; Schoppe et al.
 *   (2016), Front. Comput. Neurosci. 10:10, doi:10.3389/fncom.2016.00010
 */
export function repeatedCeilings(told: ToldVectors): RepeatedCeilings {
  const { truth, prediction, width, rows } = told
  const { names, parts } = repeatsOf(rows)
  const uneven = parts.findIndex((part) => part.length !== parts[0].length)
  if (uneven > 0) {
    const counts = parts.map((part) => part.length)
    fail('split-impossible', { map: 'responses', option: 'repeats', recordings: counts })
  }
  const none = { signal: 0, total: 0, both: 0, spread: 0, explained: 0 }
  const sums: Sums[] = Array.from({ length: width }, () => ({ ...none }))
  for (const [s, recordings] of parts.entries()) {
    requireRepeats(names[s], recordings)
    for (let d = 0; d < width; d++) {
      const column = (values: ArrayLike<number>) =>
        Float64Array.from(recordings.flat(), (row) => values[row * width + d])
      add(sums[d], column(truth), column(prediction), recordings.length)
    }
  }
  const repeats = parts[0].length
  return {
    ccMax: Float64Array.from(sums, ({ signal, total }) =>
      signal > 0 ? Math.sqrt(1 / (1 + (total / signal - 1) / repeats)) : Number.NaN,
    ),
    ccNorm: Float64Array.from(sums, ({ signal, both, spread }) =>
      signal > 0 ? both / Math.sqrt(signal * spread) : Number.NaN,
    ),
    spe: Float64Array.from(sums, ({ signal, explained }) =>
      signal > 0 ? explained / signal : Number.NaN,
    ),
  }
}

/** Shape [width] each. */
export interface RepeatedCeilings {
  readonly ccMax: Float64Array
  readonly ccNorm: Float64Array
  readonly spe: Float64Array
}

interface Sums {
  signal: number
  total: number
  both: number
  spread: number
  explained: number
}

/** Adds one person's powers, and the covariance of mean response and mean prediction. */
function add(sums: Sums, responses: Float64Array, predicted: Float64Array, repeats: number): void {
  const { signalPower, totalPower } = responseCeiling(responses, repeats)
  const [y, p] = [responses, predicted].map((values) => centredMean(values, repeats))
  sums.signal += signalPower
  sums.total += totalPower
  for (let t = 0; t < y.length; t++) {
    sums.both += (y[t] * p[t]) / (y.length - 1)
    sums.spread += (p[t] * p[t]) / (y.length - 1)
    sums.explained += (y[t] ** 2 - (y[t] - p[t]) ** 2) / (y.length - 1)
  }
}

/** The mean over repeats, less its own mean over time. */
function centredMean(values: Float64Array, repeats: number): Float64Array {
  const length = values.length / repeats
  const mean = new Float64Array(length)
  for (let i = 0; i < values.length; i++) mean[i % length] += values[i] / repeats
  const middle = mean.reduce((sum, value) => sum + value, 0) / length
  return mean.map((value) => value - middle)
}

function requireRepeats(subject: string, recordings: readonly (readonly number[])[]): void {
  const rows = recordings.map((part) => part.length)
  const isAlike = rows.every((count) => count === rows[0])
  if (rows.length > 1 && rows[0] > 2 && isAlike) return
  fail('split-impossible', { map: 'responses', option: 'repeats', subject, rows })
}

/** Rows of each recording of each person. */
function repeatsOf(rows: ToldVectors['rows']) {
  const keys = rowKeys(rows)
  const people = groupsOf(keys, 'subject')
  const recordings = groupsOf(keys, 'recording')
  const byRecording = rowsByCode(recordings.codes, recordings.names.length)
  const parts: (readonly number[])[][] = people.names.map(() => [])
  for (const part of byRecording) {
    if (part.length > 0) parts[people.codes[part[0]]].push([...part])
  }
  return { names: people.names, parts }
}
