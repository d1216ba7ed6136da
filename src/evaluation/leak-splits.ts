import { groupsOf, type RowKeys } from './group.ts'
import type { Split } from './split.ts'

/** A split of the leak check, and what it lets pass. */
export interface LeakSplit {
  readonly use: string
  readonly split: Split
}

/**
 * The same rows under four splits, each with less in common between training and test rows: single
 * windows, whole recordings, sessions, subjects. The first is no evaluation at all, and is made by
 * the leak check alone. Those of which there is one group only are left out, and those that divide
 * as the next does.
 *
 * @param keys with the column `window`
 */
export function leakSplits(keys: RowKeys): LeakSplit[] {
  const counted = leakUnits.map((use) => ({ use, groups: groupsOf(keys, use).names.length }))
  return counted
    .filter(({ groups }, i) => groups > 1 && groups !== counted[i + 1]?.groups)
    .map(({ use, groups }) => ({
      use,
      split: { kFold: Math.min(5, groups), by: use, seed: 0, scoreBy: 'subject' },
    }))
}

const leakUnits = ['window', 'recording', 'session', 'subject'] as const
