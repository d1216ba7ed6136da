import { describe, expect, test } from 'vitest'
import { segmentsOf } from '../../src/tables/signals.ts'
import { momentsByChannel, ownPart, statisticsOf } from '../../src/tables/statistics.ts'
import { wordsOf } from '../../src/tables/table.ts'
import { signalsOf } from '../signal-golden.ts'

const table = signalsOf([
  {
    channels: ['a', 'b'],
    values: Float32Array.of(1, 2, 3, 4, 10, 20, 30, 40),
    startS: 8,
    rateHz: 2,
  },
])

describe('statistics', () => {
  test('each row is summed up under its recording and channel', () => {
    const sums = statisticsOf(table)
    expect(wordsOf(sums, 'channel')).toEqual(['a', 'b'])
    expect(wordsOf(sums, 'recording')).toEqual(wordsOf(table, 'recording'))
    expect(momentsByChannel(sums).get('b')).toEqual([{ count: 4, mean: 25, squares: 500 }])
  })

  test("a block's own part begins and ends at its times", () => {
    const [own] = segmentsOf(ownPart(table, { fromS: 8.5, toS: 9.5 }))
    expect(own).toMatchObject({ startS: 8.5, samples: 2, channels: ['a', 'b'] })
    expect([...own.values]).toEqual([2, 3, 20, 30])
    const [all] = segmentsOf(ownPart(table, { fromS: 0, toS: 99 }))
    expect([...all.values]).toEqual([1, 2, 3, 4, 10, 20, 30, 40])
  })
})
