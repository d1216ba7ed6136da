import { fail } from '../../errors.ts'
import { takeRows } from '../../tables/rows.ts'
import { columnsOf, f64Of, makeTable, textOf, wordsOf } from '../../tables/table.ts'
import type { Control } from '../control.ts'
import { groupsOf, rowKeys, rowsByCode } from '../group.ts'

/** The halves of each rest recording: what tells them apart is time, not what people did. */
export const timeWithinRest: Control = {
  use: 'timeWithinRest',
  title: 'First or second half of the rest recording',
  alarm:
    'Time within rest can be decoded, so a part of the scores may be time and not the task, ' +
    'where classes were recorded one after the other.',
  needsRest: true,
  changes: () => ({ rowByRow: true }),
  relabel(rows, { target, rest }) {
    const { label, value } = rest ?? fail('internal', { missing: 'rest' })
    const labels = wordsOf(rows, label)
    const kept = takeRows(
      rows,
      labels.flatMap((word, r) => (word === value ? [r] : [])),
    )
    if (kept.rows === 0) fail('target-missing', { target: label, value })
    const startS = f64Of(kept, 'startS')
    const { codes, names } = groupsOf(rowKeys(kept), 'recording')
    const halves = new Array<string>(kept.rows).fill('early')
    for (const own of rowsByCode(codes, names.length)) {
      const ordered = [...own].sort((a, b) => startS[a] - startS[b])
      for (const row of ordered.slice(Math.ceil(ordered.length / 2))) halves[row] = 'late'
    }
    return makeTable(kept.kind, { ...columnsOf(kept), [target]: textOf(halves) }, kept.meta)
  },
}
