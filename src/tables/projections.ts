import { type Table, withMeta } from './table.ts'

/** A subspace that may be projected out of signals: SSP of MEG, or an average reference. */
export interface Projection {
  readonly name: string
  /** Whether it has been applied to the samples. */
  readonly active: boolean
  readonly channels: readonly string[]
  /** Shape [vectors][channels]. */
  readonly vectors: readonly (readonly number[])[]
}

/** The projections that came with a table, in the order of its file; see `Projection`. */
export function projectionsOf(table: Table): Projection[] {
  const { projections } = table.meta
  return projections === undefined ? [] : (JSON.parse(projections) as Projection[])
}

/** The table with other projections. */
export function withProjections<T extends Table>(
  table: T,
  projections: readonly Projection[],
): Table<T['kind']> {
  return withMeta(table, { projections: JSON.stringify(projections) })
}
