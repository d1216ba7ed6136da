import { describe, expect, test } from 'vitest'
import { cutWindows } from '../../src/tables/cut-windows.ts'
import { labelNames } from '../../src/tables/keys.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import { wordsOf } from '../../src/tables/table.ts'
import { signalsOf } from '../signal-golden.ts'

const table = signalsOf([
  { channels: ['a', 'b'], values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), startS: 2, rateHz: 2 },
])
const [segment] = segmentsOf(table)

describe('cutWindows', () => {
  test('a cut is a piece of every channel, with its start', () => {
    const cut = cutWindows(table, [
      { segment, first: 0, length: 2 },
      { segment, first: 1, length: 2, baseline: { first: 0, last: 0 } },
    ])
    const windows = segmentsOf(cut)
    expect(windows.map(({ values }) => [...values])).toEqual([
      [1, 2, 5, 6],
      [0, 1, 0, 1],
    ])
    expect(windows.map(({ index, startS }) => [index, startS])).toEqual([
      [0, 2],
      [1, 2.5],
    ])
    expect(wordsOf(cut, 'task')).toEqual(['rest', 'rest', 'rest', 'rest'])
    expect(cut.meta.unit).toBe('uV')
  })

  test('labels become a column of that name', () => {
    const cut = cutWindows(table, [{ segment, first: 0, length: 1, label: 'go' }], 'event')
    expect(labelNames(cut)).toEqual(['task', 'event'])
    expect(wordsOf(cut, 'event')).toEqual(['go', 'go'])
    expect(labelNames(cutWindows(table, [], 'event'))).toEqual(['task', 'event'])
  })

  test('a label column that is there already is refused', () => {
    expect(() => cutWindows(table, [], 'task')).toThrow(/stage-options/)
  })
})
