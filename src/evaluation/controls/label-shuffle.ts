import { random } from '../../kernels/random.ts'
import { takeRows } from '../../tables/rows.ts'
import { column, columnsOf, makeTable } from '../../tables/table.ts'
import type { Control } from '../control.ts'
import { groupsOf, rowKeys, rowsByCode } from '../group.ts'
import { streamSeed } from '../resample.ts'

/** Labels in another order within each group: a score above chance is a mistake of the program. */
export const labelShuffle: Control = {
  use: 'labelShuffle',
  title: 'Labels shuffled within each group',
  alarm: 'Shuffled labels are decoded, which cannot be: something leaks, or the test is unlucky.',
  changes: () => ({}),
  relabel(rows, { target, unit, seed, words }) {
    const order = Int32Array.from({ length: rows.rows }, (_, r) => r)
    const { codes, names } = groupsOf(rowKeys(rows, [unit]), unit)
    for (const [g, own] of rowsByCode(codes, names.length).entries()) {
      const other = random(streamSeed(seed, 6, g)).shuffle(own.slice())
      for (const [i, row] of own.entries()) order[row] = other[i]
    }
    const shuffled = takeRows(rows, order)
    const moved = words === undefined || words === target ? [target] : [target, words]
    const labels = Object.fromEntries(moved.map((name) => [name, column(shuffled, name)]))
    return makeTable(rows.kind, { ...columnsOf(rows), ...labels }, rows.meta)
  },
}
