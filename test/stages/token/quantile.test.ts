import { describe, expect, test } from 'vitest'
import { quantile } from '../../../src/stages/token/quantile.ts'
import type { Table } from '../../../src/tables/table.ts'
import { tokenCodesOf, tokensOf } from '../../../src/tables/tokens.ts'
import { fitApply } from '../../run-stage.ts'
import { signalInput } from '../../signal-golden.ts'
import { oneWindow, tokenGolden } from '../../token-golden.ts'

const { cases } = tokenGolden<{ cases: { levels: number; ids: number[] }[] }>('quantile.json')

describe('quantile', () => {
  test.each(cases)('$levels ids equal NumPy', ({ levels, ids }) => {
    const train = oneWindow(signalInput(2, 250), 2)
    const table = fitApply(quantile, { levels }, { train }) as Table<'tokens'>
    expect(Array.from(tokenCodesOf(table).values)).toEqual(ids)
    expect(tokensOf(table).axes.codes).toEqual({ levels: 1, size: levels })
  })

  test('edges may be given, and values that are not finite do not count for them', () => {
    const train = oneWindow(Float32Array.of(Number.NaN, 1, 2, 3, 4, 5), 1)
    const given = fitApply(quantile, { edges: [2, 4] }, { train }) as Table<'tokens'>
    expect(Array.from(tokenCodesOf(given).values)).toEqual([-1, 0, 1, 1, 2, 2])
    const found = fitApply(quantile, { levels: 4 }, { train }) as Table<'tokens'>
    expect(Array.from(tokenCodesOf(found).values)).toEqual([-1, 0, 1, 2, 2, 3])
  })

  test('edges that do not ascend, and rows without a finite value, are refused', () => {
    expect(quantile.options.safeParse({ edges: [1, 0] }).success).toBe(false)
    const train = oneWindow(Float32Array.of(Number.NaN, Number.NaN), 1)
    expect(() => fitApply(quantile, { levels: 4 }, { train })).toThrow(/non-finite/)
  })
})
