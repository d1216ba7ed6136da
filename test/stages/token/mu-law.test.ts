import { describe, expect, test } from 'vitest'
import { muLaw } from '../../../src/stages/token/mu-law.ts'
import { patch } from '../../../src/stages/token/patch.ts'
import { listsOf, type Table } from '../../../src/tables/table.ts'
import { tokenCodesOf, tokensOf } from '../../../src/tables/tokens.ts'
import { fitApply, runStage } from '../../run-stage.ts'
import { oneWindow } from '../../token-golden.ts'

const windows = (...values: number[]) => oneWindow(Float32Array.from(values), 2)
const run = (input: Table, options: object, train = input) =>
  fitApply(muLaw, options, { train, input }) as Table<'tokens'>

describe('muLaw', () => {
  test('a window becomes a token a sample, with the peak of the training rows', () => {
    const train = windows(0, 0, 0, -8)
    const table = run(windows(-8, 0, 8, 80), { levels: 4 }, train)
    expect(Array.from(tokenCodesOf(table).values)).toEqual([0, 2, 3, 3])
    const { values, axes } = tokensOf(table)
    expect(axes).toMatchObject({ channel: 2, time: 2, depth: 1, codes: { levels: 1, size: 4 } })
    expect([values[0], values[2], values[3]]).toEqual([-8, 8, 8])
  })

  test('each channel or window may have a peak of its own, or the peak is given', () => {
    const ids = (options: object) =>
      Array.from(tokenCodesOf(run(windows(1, -1, 4, -4), { levels: 4, ...options })).values)
    expect(ids({ over: 'channel' })).toEqual([3, 0, 3, 0])
    expect(ids({ over: 'window' })).toEqual([2, 1, 3, 0])
    expect(ids({ peak: 1 })).toEqual([3, 0, 3, 0])
  })

  test('tokens get an id for each element, and may keep what they were', async () => {
    const tokens = await runStage(patch, windows(1, -1, 4, -4), { lengthS: 0.02 })
    const table = run(tokens, { levels: 4, keepOriginal: true })
    expect(tokenCodesOf(table)).toMatchObject({ levels: 2, size: 4 })
    expect(Array.from(listsOf(table, 'original').values)).toEqual([1, -1, 4, -4])
    const timely = await runStage(patch, windows(1, -1, 4, -4), { lengthS: 0.01, order: 'time' })
    expect(() => run(timely, { over: 'channel' })).toThrow(/stage-options/)
  })
})
