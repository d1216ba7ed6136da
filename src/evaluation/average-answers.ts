import { fail } from '../errors.ts'
import { takeRows } from '../tables/rows.ts'
import { columnsOf, makeTable, type Table } from '../tables/table.ts'
import { groupsOf, rowKeys, rowsByCode, type Unit } from './group.ts'
import type { Target } from './target.ts'

/** What a head said about the rows of a table. */
export interface RowAnswers {
  readonly target: Target
  /** Shape [R, K], [R, 1] for numbers, [R, Q] for vectors. */
  readonly scores: Float64Array
  /** Shape [R], where the head knows how sure it is. */
  readonly deviations?: Float64Array
}

/**
 * One answer for all rows of a recording, a subject or another unit: the mean of their scores, such
 * as logits of windows, in place of one for each.
 *
 * Standard deviations become their mean, as if the errors of rows that belong together were one and
 * the same. What is left of a group are the keys and labels of its first row, without the times of
 * a window. Without a unit all stays as it is.
 *
 * @throws {NeurarrowError} `stage-options` when rows of one group differ in what is decoded
 */
export function averageAnswers(
  rows: Table,
  told: RowAnswers,
  unit: Unit | undefined,
): RowAnswers & { readonly rows: Table } {
  if (unit === undefined || rows.rows === 0) return { ...told, rows }
  const { target, scores, deviations } = told
  const { codes, names } = groupsOf(rowKeys(rows, [unit]), unit)
  const groups = rowsByCode(codes, names.length).filter((group) => group.length > 0)
  const width = target.width || 1
  for (const group of groups) requireOneLabel(target, group, { unit, name: names[codes[group[0]]] })
  const firsts = groups.map(([first]) => first)
  const y = meansOf(target.y, groups, width)
  const averaged = {
    target: { ...target, y: target.classes.length > 0 ? firstsOf(target.y, firsts) : y },
    scores: meansOf(scores, groups, scores.length / rows.rows),
  }
  const kept = withoutWindows(takeRows(rows, firsts))
  if (!deviations) return { ...averaged, rows: kept }
  return { ...averaged, rows: kept, deviations: meansOf(deviations, groups, 1) }
}

function firstsOf(y: Float64Array, firsts: readonly number[]): Float64Array {
  return Float64Array.from(firsts, (row) => y[row])
}

/** Means over the rows of each group, shape [G, width]. */
function meansOf(values: Float64Array, groups: readonly Int32Array[], width: number): Float64Array {
  const out = new Float64Array(groups.length * width)
  for (const [g, group] of groups.entries()) {
    for (let i = 0; i < width; i++) {
      let sum = 0
      for (const row of group) sum += values[row * width + i]
      out[g * width + i] = sum / group.length
    }
  }
  return out
}

function requireOneLabel(
  { y, width: own }: Target,
  group: Int32Array,
  { unit, name }: { readonly unit: Unit; readonly name: string },
): void {
  const width = own || 1
  const [first] = group
  for (const row of group) {
    for (let i = 0; i < width; i++) {
      if (y[row * width + i] === y[first * width + i]) continue
      const says = `rows of one ${unit} have different labels, which an average would use`
      const remedy = 'a narrower unit, or no averageOver'
      fail('stage-options', { option: 'averageOver', value: unit, group: name, says, remedy })
    }
  }
}

function withoutWindows(table: Table): Table {
  const columns = columnsOf(table)
  for (const name of ['window', 'startS', 'endS']) delete columns[name]
  return makeTable(table.kind, columns, table.meta)
}
