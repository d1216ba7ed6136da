import * as z from 'zod'
import { fail } from '../../errors.ts'
import { compareRdms as compare, noiseCeiling } from '../../kernels/compare-rdms.ts'
import { dissimilarities } from '../../kernels/dissimilarity.ts'
import { defineStage, type Need } from '../../stage.ts'
import { withFeatures } from '../../tables/features.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import { withNote } from '../../tables/note.ts'
import { listsOf, type Table, wordsOf } from '../../tables/table.ts'

const options = z
  .strictObject({
    groups: z
      .record(z.string().min(1), z.array(z.array(z.string().min(1)).min(1)).min(2))
      .default({})
      .meta({
        description:
          'models by name, each as groups of conditions: 0 within a group, 1 between; other ' +
          'conditions are left out',
      }),
    vectors: z
      .string()
      .min(1)
      .optional()
      .meta({
        description:
          'path in the data set of a .tsv, .csv or .arrow file with a vector for each condition; ' +
          'its RDM is the model `vectors`',
      }),
    by: z
      .enum(['spearman', 'kendallTauA', 'cosine', 'pearson'])
      .default('spearman')
      .meta({ description: 'how two RDMs are compared' }),
  })
  .refine(({ groups, vectors }) => Object.keys(groups).length > 0 || vectors !== undefined, {
    error: 'a model is needed: groups or vectors',
  })

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
  version: 1,
  cites: ['doi:10.1371/journal.pcbi.1003553'],
  options,
  needs: ({ vectors }): Readonly<Record<string, Need>> =>
    vectors === undefined ? {} : { vectors: { table: 'vectors', path: vectors } },
  run(input, { groups, by, vectors }, { tables }) {
    const table = input as Table<'features'>
    const models = [...Object.keys(groups), ...(vectors === undefined ? [] : ['vectors'])]
    const names = [...models, 'ceilingLow', 'ceilingHigh']
    const meta = { names: JSON.stringify(names) }
    if (table.rows === 0) return withFeatures(table, new Float32Array(0), meta)
    const { values, rows, cols } = finiteRowsOf(table, 'compareRdms')
    const rdms = Array.from({ length: rows }, (_, r) => values.subarray(r * cols, (r + 1) * cols))
    const pairs = pairsOf(table)
    const wanted = Object.entries(groups).map(([name, of]) => groupModel(name, of, pairs))
    if (vectors) wanted.push(vectorModel(tables.vectors as Table<'features'>, pairs))
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
    return withNote(withFeatures(table, out, meta), { stage: 'compareRdms', says })
  },
})

interface Model {
  /** Dissimilarity of each pair, NaN where the model says nothing, shape [P]. */
  readonly values: Float64Array
  readonly name: string
}

function pairsOf(table: Table): (readonly [string, string])[] {
  const names = JSON.parse(table.meta.names ?? '[]') as string[]
  return names.map((name) => {
    const [a, b, ...rest] = name.split('~')
    if (b !== undefined && rest.length === 0) return [a, b] as const
    return fail('stage-options', { stage: 'compareRdms', feature: name, remedy: 'rdm makes pairs' })
  })
}

type Pairs = ReturnType<typeof pairsOf>

function groupModel(name: string, groups: readonly (readonly string[])[], pairs: Pairs): Model {
  const known = new Set(pairs.flat())
  const missing = groups.flat().filter((condition) => !known.has(condition))
  if (missing.length > 0) {
    fail('target-missing', { stage: 'compareRdms', model: name, missing, conditions: [...known] })
  }
  const groupOf = (condition: string) => groups.findIndex((group) => group.includes(condition))
  const values = Float64Array.from(pairs, ([a, b]) => {
    const [i, j] = [groupOf(a), groupOf(b)]
    return i < 0 || j < 0 ? Number.NaN : i === j ? 0 : 1
  })
  return { name, values }
}

function vectorModel(table: Table<'features'>, pairs: Pairs): Model {
  const { values, size } = listsOf(table, 'features')
  const ids = wordsOf(table, 'id')
  const rowOf = (condition: string) => {
    const row = ids.indexOf(condition)
    return row >= 0 ? row : fail('target-missing', { stage: 'compareRdms', value: condition })
  }
  const rows = pairs.map(([a, b]) => {
    const two = [rowOf(a), rowOf(b)].flatMap((row) => [
      ...values.subarray(row * size, (row + 1) * size),
    ])
    return dissimilarities(Float64Array.from(two), 2, 'correlation')[0]
  })
  return { name: 'vectors', values: Float64Array.from(rows) }
}

function against({ values, name }: Model, rdm: Float64Array, by: z.output<typeof options>['by']) {
  const kept = (_: number, p: number) => !Number.isNaN(values[p])
  const alike = compare(values.filter(kept), rdm.filter(kept), by)
  if (Number.isFinite(alike)) return alike
  return fail('stage-options', { stage: 'compareRdms', model: name, value: String(alike) })
}
