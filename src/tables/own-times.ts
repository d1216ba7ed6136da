import { fail } from '../errors.ts'
import { type Table, withMeta } from './table.ts'

/** The table, which says that gaps in it were closed up: its times are no longer those of scans. */
export function closedUp<T extends Table>(table: T): T {
  return withMeta(table, { times: 'closedUp' }) as T
}

/**
 * Refuses a table whose times are no longer those of the recording, for a stage that goes by them.
 *
 * @throws {NeurarrowError} `stage-options` when censored scans were closed up before
 */
export function requireOwnTimes(table: Pick<Table, 'meta'>, stage: string): void {
  if (table.meta.times !== 'closedUp') return
  const remedy = 'clean: { censor: { gaps: split } } keeps the times of scans'
  fail('stage-options', { stage, found: 'times closed up over censored scans', remedy })
}
