import * as z from 'zod'
import { fail } from '../../errors.ts'
import { dissimilarities } from '../../kernels/dissimilarity.ts'
import type { Need } from '../../stage.ts'
import { listsOf, type Table, wordsOf } from '../../tables/table.ts'

/** Options that name models of RDMs. */
export const modelOptions = {
  groups: z
    .record(z.string().min(1), z.array(z.array(z.string().min(1)).min(1)).min(2))
    .default({})
    .meta({
      description:
        'models by name, each as groups of conditions: 0 within a group, 1 between; other ' +
        'conditions are left out',
    }),
  vectors: z
    .union([z.string().min(1), z.record(z.string().min(1), z.string().min(1))])
    .optional()
    .meta({
      description:
        'path in the data set of a .tsv, .csv or .arrow file with a vector for each condition, ' +
        'whose RDM is the model `vectors`; or such paths by the name of the model',
    }),
}

/** What the options name. */
export interface ModelsAsked {
  readonly groups: Readonly<Record<string, readonly (readonly string[])[]>>
  readonly vectors?: string | Readonly<Record<string, string>>
}

/** A model of an RDM. */
export interface RdmModel {
  readonly name: string
  /** Dissimilarity of each pair, NaN where the model says nothing, shape [P]. */
  readonly values: Float64Array
}

/** Whether the options name a model at all. */
export function hasModel(asked: ModelsAsked): boolean {
  return modelNames(asked).length > 0
}

/** The names of all models, groups first. */
export function modelNames({ groups, vectors }: ModelsAsked): string[] {
  return [...Object.keys(groups), ...Object.keys(pathsOf(vectors))]
}

/** The files of vectors, by the name of their model. */
export function modelNeeds({ vectors }: ModelsAsked): Readonly<Record<string, Need>> {
  const needs = Object.entries(pathsOf(vectors)).map(([name, path]): [string, Need] => {
    return [name, { table: 'vectors', path }]
  })
  return Object.fromEntries(needs)
}

function pathsOf(vectors: ModelsAsked['vectors']): Readonly<Record<string, string>> {
  if (vectors === undefined) return {}
  return typeof vectors === 'string' ? { vectors } : vectors
}

/**
 * The models for the pairs of a table of RDMs, whose features are named `a~b`.
 *
 * @throws {NeurarrowError} `target-missing` when a model names a condition that the RDMs lack or
 *   lacks one of theirs, `stage-options` when features are no pairs of conditions
 */
export function rdmModels(
  stage: string,
  rdms: Table,
  asked: ModelsAsked,
  tables: Readonly<Record<string, Table>>,
): RdmModel[] {
  const pairs = pairsOf(stage, rdms)
  return [
    ...Object.entries(asked.groups).map(([name, of]) => groupModel(stage, name, of, pairs)),
    ...Object.keys(pathsOf(asked.vectors)).map((name) => ({
      name,
      values: vectorDistances(stage, tables[name] as Table<'features'>, pairs),
    })),
  ]
}

type Pairs = readonly (readonly [string, string])[]

function pairsOf(stage: string, table: Table): Pairs {
  const names = JSON.parse(table.meta.names ?? '[]') as string[]
  return names.map((name) => {
    const [a, b, ...rest] = name.split('~')
    if (b !== undefined && rest.length === 0) return [a, b] as const
    return fail('stage-options', { stage, feature: name, remedy: 'rdm makes pairs' })
  })
}

function groupModel(
  stage: string,
  name: string,
  groups: readonly (readonly string[])[],
  pairs: Pairs,
): RdmModel {
  const known = new Set(pairs.flat())
  const missing = groups.flat().filter((condition) => !known.has(condition))
  if (missing.length > 0) {
    fail('target-missing', { stage, model: name, missing, conditions: [...known] })
  }
  const groupOf = (condition: string) => groups.findIndex((group) => group.includes(condition))
  const values = Float64Array.from(pairs, ([a, b]) => {
    const [i, j] = [groupOf(a), groupOf(b)]
    return i < 0 || j < 0 ? Number.NaN : i === j ? 0 : 1
  })
  return { name, values }
}

function vectorDistances(stage: string, table: Table<'features'>, pairs: Pairs): Float64Array {
  const { values, size } = listsOf(table, 'features')
  const ids = wordsOf(table, 'id')
  const rowOf = (condition: string) => {
    const row = ids.indexOf(condition)
    return row >= 0 ? row : fail('target-missing', { stage, value: condition })
  }
  const rows = pairs.map(([a, b]) => {
    const two = [rowOf(a), rowOf(b)].flatMap((row) => [
      ...values.subarray(row * size, (row + 1) * size),
    ])
    return dissimilarities(Float64Array.from(two), 2, 'correlation')[0]
  })
  return Float64Array.from(rows)
}
