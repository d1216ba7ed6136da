import { describe, expect, test } from 'vitest'
import { stft } from '../../../src/stages/token/stft.ts'
import { f64Of, type Table } from '../../../src/tables/table.ts'
import { tokensOf } from '../../../src/tables/tokens.ts'
import { expectClose } from '../../close.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalInput } from '../../signal-golden.ts'
import { oneWindow, tokenGolden } from '../../token-golden.ts'

const brainbert = tokenGolden<{
  samples: number
  segment: number
  hop: number
  bins: number
  trim: number
  expected: number[]
}>('brainbert.json')
const windows = (samples: number) => oneWindow(signalInput(2, samples), 2)

describe('stft', () => {
  test('frames that are scaled over time and trimmed equal the chain of BrainBERT', async () => {
    const { samples, segment, hop, bins, trim, expected } = brainbert
    const options = { segment, hop, bins, trim, standardize: 'beforeTrim' as const }
    const table = (await runStage(stft, windows(samples), options)) as Table<'tokens'>
    const { values, axes } = tokensOf(table)
    expect(axes).toMatchObject({ channel: 2, time: 81, depth: 10, strideS: 0.1, rateHz: 100 })
    expect(axes.depthHz?.slice(0, 3)).toEqual([0, 1.25, 2.5])
    expectClose(values, expected, { absolute: 1e-5, why: 'z-scores of what is stored in f32' })
    expect(table.meta.unit).toBe('z')
    expect(Array.from(f64Of(table, 'endS'))).toEqual([10])
  })

  test('several lengths follow each other in time, filled up in depth', async () => {
    const options = { segment: [8, 16], hop: 8, convention: 'torch' as const, center: false }
    const table = (await runStage(stft, windows(48), options)) as Table<'tokens'>
    const { values, axes } = tokensOf(table)
    expect(axes.scales).toEqual([
      { segment: 8, time: 6, depth: 5 },
      { segment: 16, time: 3, depth: 9 },
    ])
    expect(axes).toMatchObject({ time: 9, depth: 9 })
    const one = { ...options, segment: 16, hop: 16 }
    const alone = tokensOf((await runStage(stft, windows(48), one)) as Table<'tokens'>).values
    expect(values.subarray(6 * 9, 9 * 9)).toEqual(alone.subarray(0, 27))
    expect(Array.from(values.subarray(5, 9))).toEqual([0, 0, 0, 0])
  })

  test('a window too short for a frame, and bins there are not, are refused', async () => {
    const short = { segment: 64, center: false }
    await expect(runStage(stft, windows(32), short)).rejects.toThrow(/signal-too-short/)
    await expect(runStage(stft, windows(64), { segment: 8, bins: 6 })).rejects.toThrow(/stage-opt/)
    const shape = { kind: 'windows' as const, rateHz: 100, lengthS: 0.32 }
    expect(issuesOf(stft, shape, { ...short, convention: 'torch' })).toEqual(['segment'])
    expect(issuesOf(stft, shape, { segment: 8, bins: 6 })).toEqual(['bins'])
    expect(issuesOf(stft, shape, { segment: 8, trim: 10 })).toEqual(['trim'])
  })
})
