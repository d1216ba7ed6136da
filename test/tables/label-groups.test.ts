import { describe, expect, test } from 'vitest'
import { keysFor, labelsMeta } from '../../src/tables/keys.ts'
import { labelGroups } from '../../src/tables/label-groups.ts'
import { makeTable, textOf } from '../../src/tables/table.ts'
import { recordingOf } from '../fixtures/tables.ts'

describe('labelGroups', () => {
  test('rows with the same labels belong together, by their first row', () => {
    const recording = recordingOf()
    const event = textOf(['left', 'right', 'left', 'left', 'right'])
    const meta = { labels: JSON.stringify([...JSON.parse(labelsMeta(recording).labels), 'event']) }
    const table = makeTable('windows', { ...keysFor(recording, 5), event }, meta)
    expect(labelGroups(table, [0, 1, 2, 3, 4])).toEqual([
      [0, 2, 3],
      [1, 4],
    ])
    expect(labelGroups(table, [1, 3])).toEqual([[0], [1]])
    expect(labelGroups(table, [])).toEqual([])
  })
})
