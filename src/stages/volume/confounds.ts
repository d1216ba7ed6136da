import * as z from 'zod'
import { fail } from '../../errors.ts'
import { regressOut } from '../../kernels/regress-out.ts'
import { defineStage } from '../../stage.ts'
import { segmentsOf, withSamples } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { confoundOptions, regressorsFor } from './confound-choice.ts'

/**
 * Regresses the recording's confounds out of every row; the mean of a row stays.
 *
 * `derivatives` adds the difference to the scan before, `squares` the squares of all of these (with
 * six motion parameters: 24 regressors); `strategy` takes the groups that fMRIPrep writes. A
 * difference has no value in the first scan, and many tools leave other columns empty there: such a
 * value becomes that of the second scan, as nilearn loads them. Any other NaN is an error.
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
  options: z.strictObject(confoundOptions).refine((o) => !(o.columns && o.strategy), {
    message: 'either columns or strategy, not both',
  }),
  needs: () => ({ confounds: { table: 'confounds' } }),
  run(input, options, { tables }) {
    const signals = input as Table<'signals'>
    const table = tables.confounds as Table<'signals'> | undefined
    if (signals.rows === 0) return signals
    if (!table) return fail('file-missing', { stage: 'confounds', expected: 'a confounds table' })
    const blocks = segmentsOf(signals).map((segment) => {
      const { values } = regressorsFor('confounds', segment, table, options)
      return regressOut(segment.values, values, segment.samples)
    })
    return withSamples(signals, blocks)
  },
})
