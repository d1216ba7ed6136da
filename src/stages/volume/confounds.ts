import * as z from 'zod'
import { fail } from '../../errors.ts'
import { regressOut } from '../../kernels/regress-out.ts'
import { defineStage } from '../../stage.ts'
import { confoundsOf } from '../../tables/confounds.ts'
import { segmentsOf, withSamples } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Regresses the recording's confounds out of every row; the mean of a row stays.
 *
 * `derivatives` adds the difference to the scan before, `squares` the squares of all of these (with
 * six motion parameters: 24 regressors). A difference has no value in the first scan, and many
 * tools leave other columns empty there: such a value becomes that of the second scan, as nilearn
 * loads them. Any other NaN is an error.
 *
 * @throws {NeurarrowError} `length-mismatch`, `column-missing`, `non-finite`, or
 *   `signal-too-short` when there are as many regressors as scans
 * @see nilearn.signal.clean with `detrend=False, standardize=None`; Friston et al. (1996), Magn.
 *   Reson. Med. 35(3):346-355, doi:10.1002/mrm.1910350312
 */
export const confounds = defineStage({
  use: 'confounds',
  title: 'Regress confounds such as head motion out of every signal',
  reads: ['signals'],
  writes: 'signals',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1002/mrm.1910350312'],
  options: z.strictObject({
    columns: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: 'columns of the confounds table; all by default' }),
    derivatives: z
      .boolean()
      .default(false)
      .meta({ description: 'whether differences between scans are regressed out too' }),
    squares: z
      .boolean()
      .default(false)
      .meta({ description: 'whether squares are regressed out too' }),
  }),
  needs: () => ({ confounds: { table: 'confounds' } }),
  run(input, options, { tables }) {
    const signals = input as Table<'signals'>
    const table = tables.confounds as Table<'signals'> | undefined
    if (signals.rows === 0) return signals
    if (!table) return fail('file-missing', { stage: 'confounds', expected: 'a confounds table' })
    const { names, values, samples } = confoundsOf(table, options.columns)
    const regressors = expand(filled(values, names, samples), samples, options)
    const blocks = segmentsOf(signals).map((segment) => {
      const facts = { stage: 'confounds', recording: segment.recording }
      if (segment.samples !== samples) {
        fail('length-mismatch', { ...facts, scans: segment.samples, confounds: samples })
      }
      const count = regressors.length / samples
      if (count + 1 >= samples)
        fail('signal-too-short', { ...facts, scans: samples, regressors: count })
      return regressOut(segment.values, regressors, samples)
    })
    return withSamples(signals, blocks)
  },
})

/** The regressors [K, T] with NaN in the first scan replaced by the second scan's value. */
function filled(values: Float64Array, names: readonly string[], samples: number): Float64Array {
  for (const [k, column] of names.entries()) {
    const from = k * samples
    if (Number.isNaN(values[from]) && samples > 1) values[from] = values[from + 1]
    for (let t = 0; t < samples; t++) {
      const value = values[from + t]
      if (!Number.isFinite(value)) {
        fail('non-finite', { stage: 'confounds', column, scan: t, value: String(value) })
      }
    }
  }
  return values
}

/** The regressors [K, T], then their differences, then the squares of all. */
function expand(
  values: Float64Array,
  samples: number,
  { derivatives, squares }: { derivatives: boolean; squares: boolean },
): Float64Array {
  const first = derivatives ? joined(values, differences(values, samples)) : values
  return squares
    ? joined(
        first,
        first.map((value) => value * value),
      )
    : first
}

function differences(values: Float64Array, samples: number): Float64Array {
  const out = new Float64Array(values.length)
  for (let from = 0; from < values.length; from += samples) {
    for (let t = 1; t < samples; t++) out[from + t] = values[from + t] - values[from + t - 1]
    if (samples > 1) out[from] = out[from + 1]
  }
  return out
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length)
  out.set(a)
  out.set(b, a.length)
  return out
}
