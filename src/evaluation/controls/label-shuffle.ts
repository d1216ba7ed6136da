import { random } from '../../kernels/random.ts'
import { takeRows } from '../../tables/rows.ts'
import { column, columnsOf, makeTable, type Table } from '../../tables/table.ts'
import type { Control } from '../control.ts'
import { groupsOf, rowKeys, rowsByCode, type Unit } from '../group.ts'
import { streamSeed } from '../resample.ts'

/**
 * Labels in another order within each group: a score above chance is a mistake of the program. Rows
 * that are answered together keep one label.
 */
export const labelShuffle: Control = {
  use: 'labelShuffle',
  title: 'Labels shuffled within each group',
  alarm: 'Shuffled labels are decoded, which cannot be: something leaks, or the test is unlucky.',
  changes: () => ({}),
  relabel(rows, { target, unit, averageOver, seed, words }) {
    const order = Int32Array.from({ length: rows.rows }, (_, r) => r)
    const firsts = firstRows(rows, averageOver)
    const { codes, names } = groupsOf(rowKeys(rows, [unit]), unit)
    for (const [g, own] of rowsByCode(codes, names.length).entries()) {
      const whole = Int32Array.from(new Set(own.map((row) => firsts[row])))
      const other = random(streamSeed(seed, 6, g)).shuffle(whole.slice())
      const place = new Map(Array.from(whole, (row, i) => [row, other[i]]))
      for (const row of own) order[row] = place.get(firsts[row]) ?? row
    }
    const shuffled = takeRows(rows, order)
    const moved = words === undefined || words === target ? [target] : [target, words]
    const labels = Object.fromEntries(moved.map((name) => [name, column(shuffled, name)]))
    return makeTable(rows.kind, { ...columnsOf(rows), ...labels }, rows.meta)
  },
}

/** Of each row the first that is answered together with it: itself, where each is by itself. */
function firstRows(rows: Table, averageOver: Unit | undefined): Int32Array {
  const own = Int32Array.from({ length: rows.rows }, (_, row) => row)
  if (averageOver === undefined) return own
  const { codes, names } = groupsOf(rowKeys(rows, [averageOver]), averageOver)
  for (const together of rowsByCode(codes, names.length)) {
    for (const row of together) own[row] = together[0]
  }
  return own
}
