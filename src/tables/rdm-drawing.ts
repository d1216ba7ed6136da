import { notesOf } from './note.ts'
import { listsOf, type Table, withMeta, wordsOf } from './table.ts'

/** What is left of the dissimilarity matrices of one subject or recording, for pictures. */
export interface RdmDrawing {
  readonly subject: string
  readonly conditions: readonly string[]
  /** How two patterns differ. */
  readonly distance: string
  /** Mean over the RDMs; pairs in the order of the upper triangle, shape [P]. */
  readonly mean: readonly number[]
  /** What the RDMs were compared with; absent when they were not. */
  readonly compared?: RdmComparison
}

/** RDMs beside models. */
export interface RdmComparison {
  /** The measure of likeness. */
  readonly by: string
  /** Dissimilarity of each pair, null where the model says nothing. */
  readonly models: readonly { readonly name: string; readonly values: readonly (number | null)[] }[]
  /** Whose each RDM is. */
  readonly recordings: readonly string[]
  /** Of each RDM with each model, shape [R][M]. */
  readonly alike: readonly (readonly number[])[]
  /** Lower and upper noise ceiling of the RDMs; absent for a single one. */
  readonly ceiling?: readonly [number, number]
}

/** Says in the metadata that features are dissimilarities, and how they were made. */
export function markRdms(table: Table<'features'>, distance: string): Table<'features'> {
  return withMeta(table, { rdm: distance })
}

/**
 * The RDMs that a table has or that a stage compared on its way; none for other tables, for a table
 * without rows and where there are more than 60 conditions.
 */
export function rdmDrawings(table: Table): RdmDrawing[] {
  const noted = notesOf(table).flatMap(({ stage, draws }) => {
    return stage === 'compareRdms' && typeof draws === 'string' ? [JSON.parse(draws)] : []
  })
  if (noted.length > 0) return noted as RdmDrawing[]
  const own = table.kind === 'features' ? rdmDrawing(table as Table<'features'>) : undefined
  return own ? [own] : []
}

/** More conditions than this are no picture. */
const mostConditions = 60

/** The mean of the RDMs of a table; `undefined` when its features are none, or too many. */
export function rdmDrawing(table: Table<'features'>): RdmDrawing | undefined {
  const { rdm: distance, names: written = '[]' } = table.meta
  const pairs = (JSON.parse(written) as string[]).map((name) => name.split('~'))
  if (distance === undefined || table.rows === 0 || pairs.length === 0) return undefined
  if (pairs.some((pair) => pair.length !== 2)) return undefined
  const conditions = [...new Set(pairs.flat())]
  const n = conditions.length
  if (n > mostConditions || (n * (n - 1)) / 2 !== pairs.length) return undefined
  const { values, size } = listsOf(table, 'features')
  const mean = Array.from({ length: size }, (_, d) => {
    let sum = 0
    for (let r = 0; r < table.rows; r++) sum += values[r * size + d]
    return short(sum / table.rows)
  })
  return { subject: wordsOf(table, 'subject')[0], conditions, distance, mean }
}

/** Six digits: more than a picture shows. */
export function short(value: number): number {
  return Number(value.toPrecision(6))
}
