import * as z from 'zod'
import { fail } from '../../errors.ts'
import { modelRecovery as recover } from '../../kernels/model-recovery.ts'
import { defineStage } from '../../stage.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import { withNote } from '../../tables/note.ts'
import { oneRow } from '../../tables/one-row.ts'
import type { Table } from '../../tables/table.ts'
import { modelNames, modelNeeds, modelOptions, rdmModels } from './rdm-models.ts'

/**
 * Asks whether the RDMs of a subject could tell models apart: each model in turn is the truth, RDMs
 * are made from it with the noise of the subject's, and the model that fits best is chosen. One row
 * for each subject: `accuracy`, the mean share in which the truth is chosen, and `TRUTH>CHOSEN` for
 * each pair of models. Chance is 1 over the models.
 *
 * @throws {NeurarrowError} `target-missing` when a model names a condition that the RDMs lack,
 *   `non-finite`, `split-impossible` with a single RDM, `stage-options` when features are no pairs
 *   of conditions
 * @see Han, Poggio & Cheung (2023), Proc. Mach. Learn. Res. 202:12430-12444
 */
export const modelRecovery = defineStage({
  use: 'modelRecovery',
  title: 'Whether the RDMs of a subject could tell models apart',
  reads: ['features'],
  writes: 'features',
  scope: 'subject',
  version: 1,
  cites: ['doi:10.7554/eLife.82566'],
  options: z
    .strictObject({
      ...modelOptions,
      by: z
        .enum(['spearman', 'kendallTauA', 'cosine', 'pearson'])
        .default('spearman')
        .meta({ description: 'how an RDM is compared with a model' }),
      draws: z
        .int()
        .min(1)
        .max(100_000)
        .default(200)
        .meta({ unit: '1', description: 'bootstrap samples of conditions' }),
    })
    .refine((asked) => modelNames(asked).length > 1, {
      error: 'two models or more are needed: groups or vectors',
    }),
  needs: modelNeeds,
  run(input, { by, draws, ...asked }, { tables, seed }) {
    const table = input as Table<'features'>
    const models = modelNames(asked)
    const cells = models.flatMap((truth) => models.map((taken) => `${truth}>${taken}`))
    const names = ['accuracy', ...cells]
    if (table.rows === 0) return oneRow(table, new Float32Array(0), names)
    if (table.rows === 1) fail('split-impossible', { stage: 'modelRecovery', rdms: 1, least: 2 })
    const { values, rows, cols } = finiteRowsOf(table, 'modelRecovery')
    const rdms = Array.from({ length: rows }, (_, r) => values.slice(r * cols, (r + 1) * cols))
    const wanted = rdmModels('modelRecovery', table, asked, tables).map((model) => model.values)
    const shares = recover({ rdms, models: wanted }, { by, draws, seed })
    const right = models.map((_, m) => shares[m * (models.length + 1)])
    const accuracy = right.reduce((sum, share) => sum + share / models.length, 0)
    const each = models.map((name, m) => `${name} ${right[m].toFixed(2)}`).join(', ')
    const says = `models recovered in ${accuracy.toFixed(2)} of draws: ${each}`
    const out = oneRow(table, Float32Array.of(accuracy, ...shares), names)
    return withNote(out, { stage: 'modelRecovery', says })
  },
})
