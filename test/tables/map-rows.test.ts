import { describe, expect, test } from 'vitest'
import { mapRows, uniformBlock } from '../../src/tables/map-rows.ts'
import { takeRows } from '../../src/tables/rows.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import { column, listsOf } from '../../src/tables/table.ts'
import { signalInput, signalsOf } from '../signal-golden.ts'

const even = signalsOf([
  { channels: ['a', 'b'], values: signalInput(2, 4) },
  { channels: ['a', 'b'], values: signalInput(2, 4), startS: 1 },
])
const uneven = signalsOf([
  { channels: ['a', 'b'], values: signalInput(2, 4) },
  { channels: ['a'], values: signalInput(1, 3), rateHz: 50, startS: 1 },
])

describe('mapRows', () => {
  test('rows of one rate and length are one block, a view of the table', () => {
    const calls: number[] = []
    const half = mapRows(
      even,
      ({ values, rows }) => {
        calls.push(rows)
        return values.filter((_, i) => i % 2 === 0)
      },
      50,
    )
    expect(calls).toEqual([4])
    expect(segmentsOf(half)[1]).toMatchObject({ rateHz: 50, samples: 2 })
    expect(column(half, 'channel').values).toBe(column(even, 'channel').values)
    expect(uniformBlock(even)?.values.buffer).toBe(listsOf(even, 'samples').values.buffer)
  })

  test('other rows come segment by segment', () => {
    const seen: unknown[] = []
    const same = mapRows(uneven, ({ values, rows, samples, rateHz }) => {
      seen.push([rows, samples, rateHz])
      return values
    })
    expect(seen).toEqual([
      [2, 4, 100],
      [1, 3, 50],
    ])
    expect(listsOf(same, 'samples').values).toEqual(listsOf(uneven, 'samples').values)
  })

  test('without rows nothing is called', () => {
    const empty = takeRows(even, [])
    expect(mapRows(empty, () => expect.fail(), 10).rows).toBe(0)
  })

  test('rows may lose all samples', () => {
    const none = mapRows(even, () => new Float32Array(0))
    expect(segmentsOf(none).map(({ samples }) => samples)).toEqual([0, 0])
  })
})
