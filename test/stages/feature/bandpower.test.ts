import { describe, expect, test } from 'vitest'
import { bandpower } from '../../../src/stages/feature/bandpower.ts'
import { window } from '../../../src/stages/signal/window.ts'
import { f64Of, i32Of, listsOf, wordsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { goldenFile } from '../../golden-file.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalGolden, signalInput, signalsOf, stored } from '../../signal-golden.ts'

type Variant = 'plain' | 'log' | 'relative' | 'logRelative'
type Golden = { bandsHz: [number, number][] } & Record<Variant, number[]>
const golden = signalGolden<Golden>('bandpower.json')
const { bandsHz } = golden

/** Three windows of two channels: rows 0 to 5 of the golden input. */
async function windows(values = signalInput(6, 1000)) {
  const segments = [0, 1, 2].map((i) => ({
    channels: ['Fp1', 'C3'],
    rateHz: 200,
    startS: 5 * i,
    values: values.slice(2000 * i, 2000 * (i + 1)),
  }))
  return runStage(window, signalsOf(segments), { lengthS: 5 })
}

describe('bandpower', () => {
  test.each([
    ['plain', {}],
    ['log', { log: true }],
    ['relative', { relative: true }],
    ['logRelative', { log: true, relative: true }],
  ] as const)('%s equals the mean of scipy.signal.welch over bands', async (variant, options) => {
    const out = await runStage(bandpower, await windows(), { bandsHz, ...options })
    expectClose(listsOf(out, 'features').values, golden[variant], stored())
  })

  test('by tapers of the whole window, as MNE has them', async () => {
    const { samples, expected } =
      goldenFile<{ samples: number; expected: number[] }[]>('spectra/multitaper.json')[2]
    const whole = { channels: ['a', 'b'], rateHz: 100, values: signalInput(2, samples) }
    const cut = await runStage(window, signalsOf([whole]), { lengthS: 2 })
    const options = { method: 'multitaper', bandwidthHz: 6, adaptive: true } as const
    const out = await runStage(bandpower, cut, { ...options, bandsHz: [[8, 12]] })
    const means = [0, 101].map((from) => {
      const some = expected.slice(from + 16, from + 24)
      return some.reduce((sum, value) => sum + value / 8, 0)
    })
    expectClose(listsOf(out, 'features').values, means, stored())
    const shape = { kind: 'windows', rateHz: 100, lengthS: 2 } as const
    const narrow = { method: 'multitaper', bandwidthHz: 0.4, bandsHz: [[8, 12]] } as never
    expect(issuesOf(bandpower, shape, narrow)).toEqual(['bandwidthHz'])
  })

  test('rows keep their window, span and labels; features have names', async () => {
    const out = await runStage(bandpower, await windows(), { bandsHz: bandsHz.slice(0, 2) })
    expect([...i32Of(out, 'window')]).toEqual([0, 1, 2])
    expect([...f64Of(out, 'endS')]).toEqual([5, 10, 15])
    expect(wordsOf(out, 'task')).toEqual(['rest', 'rest', 'rest'])
    expect(JSON.parse(out.meta.names)).toEqual(['Fp1 1-4Hz', 'Fp1 4-8Hz', 'C3 1-4Hz', 'C3 4-8Hz'])
    expect(out.meta.unit).toBe('uV²/Hz')
    const logs = await runStage(bandpower, await windows(), { bandsHz, log: true })
    expect(logs.meta.unit).toBe('ln uV²/Hz')
    const shares = await runStage(bandpower, await windows(), { bandsHz, relative: true })
    expect(shares.meta.unit).toBe('1')
  })

  test('NaN stays in its window and channel', async () => {
    const values = signalInput(6, 1000)
    values[2500] = Number.NaN
    const out = await runStage(bandpower, await windows(values), { bandsHz: [[8, 13]] })
    const found = [...listsOf(out, 'features').values].map(Number.isNaN)
    expect(found).toEqual([false, false, true, false, false, false])
  })

  test('bands without a frequency and segments longer than a window are issues', () => {
    const shape = { kind: 'windows', rateHz: 200, lengthS: 5 } as const
    expect(
      issuesOf(bandpower, shape, {
        bandsHz: [
          [1, 4],
          [8.1, 8.4],
        ],
      }),
    ).toEqual(['bandsHz.1'])
    expect(issuesOf(bandpower, shape, { bandsHz: [[90, 101]] })).toEqual(['bandsHz.0'])
    expect(issuesOf(bandpower, shape, { bandsHz, segmentS: 6 })).toEqual(['segmentS'])
    expect(issuesOf(bandpower, shape, { bandsHz })).toEqual([])
  })

  test('without a plan the same options fail when they run', async () => {
    const table = await windows()
    const narrow = runStage(bandpower, table, { bandsHz: [[8.1, 8.4]] })
    await expect(narrow).rejects.toThrow(/stage-options/)
    const long = runStage(bandpower, table, { bandsHz, segmentS: 6 })
    await expect(long).rejects.toThrow(/signal-too-short.*needed 1200/)
  })
})
