import { f64Of, hasColumn, listsOf, type Table } from './table.ts'

/** From when to when each row lies in its recording, s; the end is not part of it. */
export interface KnownSpans {
  /** Shape [R]. */
  readonly startS: Float64Array
  /** Shape [R]. */
  readonly endS: Float64Array
}

/**
 * The time that each row spans: as rows of features say it, or of windows and signals from their
 * start, rate and number of samples, shape [R]; `undefined` where nothing says it.
 */
export function rowSpans(table: Table): KnownSpans | undefined {
  if (!hasColumn(table, 'startS')) return undefined
  const startS = f64Of(table, 'startS')
  if (hasColumn(table, 'endS')) return { startS, endS: f64Of(table, 'endS') }
  if (!hasColumn(table, 'samples') || !hasColumn(table, 'rateHz')) return undefined
  const rateHz = f64Of(table, 'rateHz')
  const { offsets } = listsOf(table, 'samples')
  return { startS, endS: startS.map((from, r) => from + (offsets[r + 1] - offsets[r]) / rateHz[r]) }
}
