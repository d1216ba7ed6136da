import { describe, expect, test } from 'vitest'
import { superlet } from '../../../src/stages/token/superlet.ts'
import type { Table } from '../../../src/tables/table.ts'
import { tokensOf } from '../../../src/tables/tokens.ts'
import { expectClose } from '../../close.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalInput } from '../../signal-golden.ts'
import { oneWindow, tokenGolden } from '../../token-golden.ts'

const { cases } = tokenGolden<{
  cases: { hop: number; orders: [number, number]; cycles: number; expected: number[] }[]
}>('superlet.json')
const windows = () => oneWindow(signalInput(2, 300), 2)

describe('superlet', () => {
  test('a frame is a token, its depth the frequencies', async () => {
    const { hop, orders, cycles, expected } = cases[0]
    const options = { fromHz: 5, toHz: 40, count: 8, hop, orders, cycles }
    const table = (await runStage(superlet, windows(), options)) as Table<'tokens'>
    const { values, axes } = tokensOf(table)
    expect(axes).toMatchObject({ channel: 2, time: 30, depth: 8, strideS: 0.1 })
    expect(axes.depthHz).toEqual([5, 10, 15, 20, 25, 30, 35, 40])
    expectClose(values, expected, { relative: 1e-5, why: 'stored in f32' })
  })

  test('frames are trimmed, then scaled', async () => {
    const options = { fromHz: 5, toHz: 40, count: 2, hop: 50, trim: 1 }
    const scaled = { ...options, standardize: 'afterTrim' as const }
    const table = (await runStage(superlet, windows(), scaled)) as Table<'tokens'>
    const { values, axes } = tokensOf(table)
    expect(axes.time).toBe(4)
    const sum = [0, 2, 4, 6].reduce((total, i) => total + values[i], 0)
    expect(sum).toBeCloseTo(0, 5)
    expect(table.meta.unit).toBe('z')
  })

  test('frequencies too high, orders that fall, and trim without rest are refused', async () => {
    const options = { fromHz: 5, toHz: 50, hop: 10 }
    await expect(runStage(superlet, windows(), options)).rejects.toThrow(/stage-options/)
    const shape = { kind: 'windows' as const, rateHz: 100, lengthS: 1 }
    expect(issuesOf(superlet, shape, { ...options, trim: 5 })).toEqual(['trim', 'toHz'])
    expect(superlet.options.safeParse({ ...options, orders: [3, 1] }).success).toBe(false)
    expect(superlet.options.safeParse({ ...options, fromHz: 60 }).success).toBe(false)
  })
})
