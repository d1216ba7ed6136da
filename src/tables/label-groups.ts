import { arrow } from './arrow.ts'
import { labelNames } from './keys.ts'
import { codesOf, column, type Table } from './table.ts'

/**
 * Puts rows of one recording that have the same labels into one group, groups in the order of their
 * first row. Labels that are no words do not count.
 *
 * @param rows those that are looked at
 * @returns positions in `rows`, by group
 */
export function labelGroups(table: Table, rows: readonly number[]): number[][] {
  const words = labelNames(table).filter((name) =>
    arrow().DataType.isDictionary(column(table, name).type),
  )
  const codes = ['recording', ...words].map((name) => codesOf(table, name).codes)
  const groups = new Map<string, number[]>()
  rows.forEach((row, place) => {
    const key = codes.map((of) => of[row]).join(' ')
    const group = groups.get(key)
    if (group) group.push(place)
    else groups.set(key, [place])
  })
  return [...groups.values()]
}
