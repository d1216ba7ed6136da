import * as z from 'zod'
import { matrixOf } from '../../tables/features.ts'
import { makeFigure } from '../../tables/figure.ts'
import { columnType, type Table, wordsOf } from '../../tables/table.ts'
import { type ClassSum, classCurves } from '../class-summary.ts'
import { defineFigure, nothing } from '../figure.ts'
import { groupsOf, rowKeys } from '../group.ts'

/**
 * Power of each channel and band by class, from features named as `bandpower` names them: means
 * over the rows of a group, then over groups. Features are taken as they are: of logarithms the
 * mean of logarithms.
 */
export const bandMaps = defineFigure({
  use: 'bandMaps',
  title: 'Band power of each class',
  version: 1,
  options: z.strictObject({}),
  of: 'rows',
  always: (rows, { target }) => areBands(rows) && columnType(rows, target) === 'text',
  draw([rows], _options, { target, unit }) {
    if (!areBands(rows)) return nothing('the rows are not powers in bands')
    if (columnType(rows, target) !== 'text') return nothing('the target has no classes')
    const names = namesOf(rows)
    const sums = rowSums(rows as Table<'features'>, target, unit)
    const series = classCurves(sums).map(({ perGroup: _, ...one }) => ({ panel: 'power', ...one }))
    return makeFigure({ series, facts: { names, unit: rows.meta.unit } })
  },
})

function namesOf(rows: Table): string[] {
  return JSON.parse(rows.meta.names ?? '[]') as string[]
}

function areBands(rows: Table): boolean {
  const names = namesOf(rows)
  const isNamed = names.length > 0 && names.every((name) => / [\d.]+-[\d.]+Hz$/.test(name))
  return rows.kind === 'features' && isNamed
}

/** Sums of the features of each group and class. */
function rowSums(rows: Table<'features'>, target: string, unit: string): ClassSum[] {
  const { values, cols } = matrixOf(rows)
  const { names, codes } = groupsOf(rowKeys(rows, [unit]), unit)
  const classes = wordsOf(rows, target)
  const sums = new Map<string, { count: number } & Omit<ClassSum, 'count'>>()
  for (let r = 0; r < rows.rows; r++) {
    const group = names[codes[r]]
    const key = JSON.stringify([group, classes[r]])
    const known = sums.get(key)
    const own = known ?? { group, name: classes[r], count: 0, sum: new Float64Array(cols) }
    for (let d = 0; d < cols; d++) own.sum[d] += values[r * cols + d]
    own.count++
    if (!known) sums.set(key, own)
  }
  return [...sums.values()]
}
