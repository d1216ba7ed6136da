import { describe, expect, test } from 'vitest'
import { bandpass } from '../../../src/stages/signal/bandpass.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { listsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalGolden, signalInput, signalsOf, stored } from '../../signal-golden.ts'

interface Fir {
  samples: number
  lowHz: number | null
  highHz: number | null
  rateHz: number
  expected: number[]
}
interface Iir {
  order: number
  rateHz: number
  causal: number[]
  zero: number[]
}
const [lowHz, highHz, rateHz, samples] = [8, 12, 100, 400]
const fir = signalGolden<Fir[]>('fir-filter.json').find(
  (c) => c.lowHz === lowHz && c.highHz === highHz && c.samples === samples,
)
const { cases } = signalGolden<{ cases: Iir[] }>('sos-filter.json')
const recursive = { lowHz: 0.5, highHz: 45, order: 4 }
const iir = cases.find((c) => c.order === recursive.order)

function table(samples: number, rateHz: number) {
  return signalsOf([{ channels: ['a', 'b'], values: signalInput(2, samples), rateHz }])
}

describe('bandpass', () => {
  test('fir equals mne.filter.filter_data', async () => {
    const out = await runStage(bandpass, table(samples ?? 0, rateHz ?? 0), { lowHz: 8, highHz: 12 })
    expectClose(listsOf(out, 'samples').values, fir?.expected ?? [], stored())
  })

  test.each(['zero', 'causal'] as const)('butterworth, %s, equals SciPy', async (phase) => {
    const options = { ...recursive, method: 'butterworth' as const, phase }
    const out = await runStage(bandpass, table(600, 200), options)
    expectClose(listsOf(out, 'samples').values, iir?.[phase] ?? [], stored())
  })

  test('impossible edges and a causal fir are issues of their options', () => {
    const shape = { kind: 'signals', rateHz: 80 } as const
    expect(issuesOf(bandpass, shape, { lowHz: 1, highHz: 40 })).toEqual(['highHz'])
    expect(issuesOf(bandpass, shape, { lowHz: 9, highHz: 9 })).toEqual(['lowHz'])
    const causal = { lowHz: 1, highHz: 30, phase: 'causal' as const }
    expect(issuesOf(bandpass, shape, causal)).toEqual(['phase'])
    expect(issuesOf(bandpass, shape, { lowHz: 1, highHz: 30 })).toEqual([])
    expect(issuesOf(bandpass, { kind: 'signals' }, { lowHz: 1, highHz: 99 })).toEqual([])
  })

  test('without a plan the same options fail when they run', async () => {
    const run = runStage(bandpass, table(100, 80), { lowHz: 1, highHz: 40 })
    await expect(run).rejects.toThrow(/stage-options.*highHz.*half the sampling rate/)
  })

  test('a row shorter than the filter is filtered with a note, or refused', async () => {
    const short = await runStage(bandpass, table(83, 100), { lowHz: 8, highHz: 12 })
    expect(notesOf(short)).toMatchObject([{ stage: 'bandpass', taps: 165 }])
    await expect(runStage(bandpass, table(82, 100), { lowHz: 8, highHz: 12 })).rejects.toThrow(
      /signal-too-short.*samples 82, needed 83.*filter before/,
    )
    const held = { lowHz: 8, highHz: 12, edge: 'hold' } as const
    expect(notesOf(await runStage(bandpass, table(20, 100), held))).toHaveLength(1)
    const options = { lowHz: 8, highHz: 12, method: 'butterworth' as const }
    await expect(runStage(bandpass, table(27, 100), options)).rejects.toThrow(
      /signal-too-short.*samples 27, needed 28/,
    )
  })
})
