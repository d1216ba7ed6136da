import * as z from 'zod'
import { fail } from '../../errors.ts'
import { compareRdms as compare, noiseCeiling } from '../../kernels/compare-rdms.ts'
import { defineStage } from '../../stage.ts'
import { withFeatures } from '../../tables/features.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import { withNote } from '../../tables/note.ts'
import { type RdmComparison, type RdmDrawing, rdmDrawing, short } from '../../tables/rdm-drawing.ts'
import { type Table, wordsOf } from '../../tables/table.ts'
import {
  hasModel,
  modelNames,
  modelNeeds,
  modelOptions,
  type RdmModel,
  rdmModels,
} from './rdm-models.ts'

const options = z
  .strictObject({
    ...modelOptions,
    by: z
      .enum(['spearman', 'kendallTauA', 'cosine', 'pearson'])
      .default('spearman')
      .meta({ description: 'how two RDMs are compared' }),
  })
  .refine(hasModel, { error: 'a model is needed: groups or vectors' })

/**
 * Compares the RDMs of a subject with models: a feature for each model, and the noise ceiling of
 * the subject's RDMs (`ceilingLow`, `ceilingHigh`, the same in all of its rows; 0 for one RDM). A
 * note says the mean of each over the RDMs.
 *
 * @throws {NeurarrowError} `target-missing` when a model names a condition that the RDMs lack,
 *   `non-finite`, `stage-options` when features are no pairs of conditions or a model is constant
 * @see rsatoolbox.rdm.compare, rsatoolbox.inference.boot_noise_ceiling
 */
export const compareRdms = defineStage({
  use: 'compareRdms',
  title: 'Compare the RDMs of a subject with models and with each other',
  reads: ['features'],
  writes: 'features',
  scope: 'subject',
  version: 2,
  cites: ['doi:10.1371/journal.pcbi.1003553'],
  options,
  needs: modelNeeds,
  run(input, { by, ...asked }, { tables }) {
    const table = input as Table<'features'>
    const names = [...modelNames(asked), 'ceilingLow', 'ceilingHigh']
    const meta = { names: JSON.stringify(names) }
    if (table.rows === 0) return withFeatures(table, new Float32Array(0), meta)
    const { values, rows, cols } = finiteRowsOf(table, 'compareRdms')
    const rdms = Array.from({ length: rows }, (_, r) => values.subarray(r * cols, (r + 1) * cols))
    const wanted = rdmModels('compareRdms', table, asked, tables)
    const { low, high } = noiseCeiling(rdms, by)
    const out = new Float32Array(rows * names.length)
    for (const [r, rdm] of rdms.entries()) {
      const alike = wanted.map((model) => against(model, rdm, by))
      out.set([...alike, rows > 1 ? low : 0, rows > 1 ? high : 0], r * names.length)
    }
    const means = names.map((name, m) => {
      let sum = 0
      for (let r = 0; r < rows; r++) sum += out[r * names.length + m]
      return `${name} ${(sum / rows).toFixed(3)}`
    })
    const says = `mean ${by} of RDMs: ${means.join(', ')}`
    const compared = { by, wanted, ceiling: rows > 1 ? ([low, high] as const) : undefined }
    const draws = drawnOf(table, out, compared)
    const note = { stage: 'compareRdms', says, ...(draws ? { draws } : {}) }
    return withNote(withFeatures(table, out, meta), note)
  },
})

interface Compared {
  readonly by: RdmComparison['by']
  readonly wanted: readonly RdmModel[]
  readonly ceiling?: readonly [number, number]
}

/** What a picture needs; `undefined` where RDMs are too large for one. */
function drawnOf(table: Table<'features'>, out: Float32Array, compared: Compared) {
  const own = rdmDrawing(table)
  if (own === undefined) return undefined
  const { by, wanted, ceiling } = compared
  const width = wanted.length + 2
  const models = wanted.map(({ name, values }) => {
    return { name, values: Array.from(values, (v) => (Number.isNaN(v) ? null : short(v))) }
  })
  const alike = Array.from({ length: table.rows }, (_, r) =>
    wanted.map((_, m) => short(out[r * width + m])),
  )
  const recordings = wordsOf(table, 'recording')
  const ends = ceiling && ([short(ceiling[0]), short(ceiling[1])] as const)
  const drawing = { ...own, compared: { by, models, recordings, alike, ceiling: ends } }
  return JSON.stringify(drawing satisfies RdmDrawing)
}

function against(
  { values, name }: RdmModel,
  rdm: Float64Array,
  by: z.output<typeof options>['by'],
) {
  const kept = (_: number, p: number) => !Number.isNaN(values[p])
  const alike = compare(values.filter(kept), rdm.filter(kept), by)
  if (Number.isFinite(alike)) return alike
  return fail('stage-options', { stage: 'compareRdms', model: name, value: String(alike) })
}
