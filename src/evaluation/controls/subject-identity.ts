import { fail } from '../../errors.ts'
import { wordsOf } from '../../tables/table.ts'
import type { Control } from '../control.ts'

/**
 * Who it is, from other blocks of time: how well features tell people apart.
 *
 * @throws {NeurarrowError} `split-impossible` when there is one person
 */
export const subjectIdentity: Control = {
  use: 'subjectIdentity',
  title: 'Which subject it is, trained on other times of the same recordings',
  alarm:
    'Features tell people apart: a split that has a subject on both sides would score people, ' +
    'not what they did.',
  changes: () => ({
    target: 'subject',
    split: { blocks: 4, gapS: 10 },
    metrics: ['accuracy'],
  }),
  relabel(rows) {
    const found = new Set(wordsOf(rows, 'subject')).size
    return found < 2 ? fail('split-impossible', { by: 'subject', found, expected: 2 }) : rows
  },
  chance: (rows) => 1 / new Set(wordsOf(rows, 'subject')).size,
}
