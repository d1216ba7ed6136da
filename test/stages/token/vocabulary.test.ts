import { describe, expect, test } from 'vitest'
import { vocabulary } from '../../../src/stages/token/vocabulary.ts'
import type { Table } from '../../../src/tables/table.ts'
import { axesOf, tokenCodesOf, withTokens } from '../../../src/tables/tokens.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { fitApply, issuesOf } from '../../run-stage.ts'

const withIds = (ids: number[], apart?: boolean) => {
  const table = exampleTable('tokens', { channels: ['a'], rateHz: 2, pieces: 1, levels: 2 })
  const axes = { ...axesOf(table), codes: { levels: 2, size: 12, ...(apart ? { apart } : {}) } }
  return withTokens(table, { codes: Int32Array.from(ids), axes })
}
const run = (train: Table, input: Table, least = 1) =>
  tokenCodesOf(fitApply(vocabulary, { least }, { train, input }) as Table<'tokens'>)

describe('vocabulary', () => {
  test('the frequent ids of training come first, what it did not have is 0', () => {
    const found = run(withIds([7, 7, 3, 9]), withIds([3, 7, -1, 11]))
    expect(Array.from(found.values)).toEqual([2, 1, 0, 0])
    expect(found).toMatchObject({ levels: 2, size: 4 })
    expect(run(withIds([7, 7, 3, 9]), withIds([7, 3, 9, 9]), 2).size).toBe(2)
  })

  test('levels with a codebook each are numbered apart', () => {
    const found = run(withIds([7, 3, 7, 3], true), withIds([7, 7, 3, 3], true))
    expect(Array.from(found.values)).toEqual([1, 0, 0, 1])
    expect(found.size).toBe(2)
  })

  test('tokens without ids, or with other levels, are refused', () => {
    const plain = exampleTable('tokens')
    expect(() => run(plain, plain)).toThrow(/column-missing/)
    expect(() => run(withIds([1, 2, 3, 4]), withIds([1, 2, 3, 4], true))).toThrow(/length-mis/)
    const shape = { kind: 'tokens' as const, tokens: { channel: 1, time: 1, depth: 4 } }
    expect(issuesOf(vocabulary, shape, {})).toEqual([''])
  })
})
