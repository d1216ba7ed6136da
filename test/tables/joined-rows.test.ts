import { describe, expect, test } from 'vitest'
import { joinedRows } from '../../src/tables/joined-rows.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import { signalsOf } from '../signal-golden.ts'

const table = signalsOf([
  { channels: ['a', 'b', 'c'], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
  { channels: ['a', 'b', 'c'], values: Float32Array.of(7, 8, 9), startS: 1 },
])
const parts = segmentsOf(table).map((segment) => ({ segment, rows: [2, 0] }))

describe('joined rows', () => {
  test('follow each other in the order that is asked for', () => {
    expect(Array.from(joinedRows(parts))).toEqual([5, 6, 9, 1, 2, 7])
    expect(Array.from(joinedRows(parts, () => [1]))).toEqual([3, 4, 8])
  })

  test('of nothing are nothing', () => {
    expect(joinedRows([]).length).toBe(0)
  })
})
