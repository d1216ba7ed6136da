import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { flagLists, flagListsOf } from '../../src/tables/flag-lists.ts'
import { intLists, intListsOf } from '../../src/tables/int-lists.ts'
import { decodeTable, encodeTable } from '../../src/tables/ipc.ts'
import { concatTables, takeRows } from '../../src/tables/rows.ts'
import { columnType, makeTable, type Table } from '../../src/tables/table.ts'
import {
  axesOf,
  swapped,
  tokenCodesOf,
  tokenMaskOf,
  tokensOf,
  withTokens,
} from '../../src/tables/tokens.ts'
import { exampleTable } from '../fixtures/tables.ts'

const made = { channels: ['a', 'b'], rateHz: 2, pieces: 3 }
const extended = () => {
  const table = exampleTable('tokens', made)
  const axes = { ...axesOf(table), codes: { levels: 2, size: 8 } }
  return withTokens(table, {
    axes,
    codes: Int32Array.from({ length: 3 * 4 * 2 }, (_, i) => (i % 9) - 1),
    mask: Uint8Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? 1 : 0)),
    target: { values: Int32Array.of(0, 3, 2, 1), offsets: Int32Array.of(0, 2, 3, 4) },
  })
}

describe('tokens', () => {
  test('ids, masks and lists of tokens survive a file and the choice of rows', () => {
    const table = decodeTable(encodeTable(extended())) as Table<'tokens'>
    expect(tokenCodesOf(table)).toMatchObject({ levels: 2, size: 8 })
    expect(['codes', 'mask', 'target'].map((name) => columnType(table, name))).toEqual([
      'intLists',
      'flagLists',
      'intLists',
    ])
    const last = takeRows(table, [2, 0])
    expect([...tokenCodesOf(last).values.slice(0, 4)]).toEqual([6, 7, -1, 0])
    expect([...(tokenMaskOf(last, 'mask') ?? [])]).toEqual([0, 1, 0, 0, 1, 0, 0, 1])
    expect([...intListsOf(last, 'target').values]).toEqual([1, 0, 3])
    expect(tokenMaskOf(last, 'attnMask')).toBeUndefined()
    expect(encodeTable(takeRows(table, [0, 1, 2]))).toEqual(encodeTable(extended()))
  })

  test('parts below each other are the whole', () => {
    const table = extended()
    const parts = [0, 1, 2].map((r) => takeRows(table, [r]))
    expect(encodeTable(concatTables(parts))).toEqual(encodeTable(table))
  })

  test('a table in the order of time is seen channel after channel', () => {
    const table = exampleTable('tokens', made)
    const { values, axes } = tokensOf(table)
    const turned = withTokens(table, {
      values: swapped(values, [axes.channel, axes.time, axes.depth]),
      axes: { ...axes, order: 'time' },
    })
    expect(tokensOf(turned).values).toEqual(values)
    expect(tokensOf(turned).axes).toEqual(axes)
  })

  test('ids that a table does not have are a failure', () => {
    expect(() => tokenCodesOf(exampleTable('tokens', made))).toThrow(/column-missing/)
  })
})

describe('properties', () => {
  test('flags and whole numbers come back as they were put in', () => {
    const row = fc.array(fc.boolean(), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const flags = Uint8Array.from(rows.flat(), (flag) => (flag ? 1 : 0))
        const numbers = Int32Array.from(flags, (flag, i) => i - flag)
        const columns = { flags: flagLists(flags, 5), numbers: intLists(numbers, 5) }
        const table = decodeTable(encodeTable(makeTable('tokens', columns)))
        expect(flagListsOf(table, 'flags').values).toEqual(flags)
        expect(intListsOf(table, 'numbers').values).toEqual(numbers)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
