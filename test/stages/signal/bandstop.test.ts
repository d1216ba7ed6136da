import { describe, expect, test } from 'vitest'
import { bandpass } from '../../../src/stages/signal/bandpass.ts'
import { bandstop } from '../../../src/stages/signal/bandstop.ts'
import { highpass } from '../../../src/stages/signal/highpass.ts'
import { lowpass } from '../../../src/stages/signal/lowpass.ts'
import { notch } from '../../../src/stages/signal/notch.ts'
import { listsOf } from '../../../src/tables/table.ts'
import { cleaningGolden, relativeError } from '../../cleaning-golden.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalInput, signalsOf } from '../../signal-golden.ts'

interface Golden {
  readonly rateHz: number
  readonly samples: number
  readonly cases: {
    readonly stage: keyof typeof filters
    readonly options: object
    readonly expected: number[]
    readonly tolerance: number
  }[]
}
const filters = { bandpass, bandstop, highpass, lowpass, notch }
const golden = cleaningGolden<Golden>('filters.json')
const { rateHz, samples } = golden

describe('filters that stop bands or look at the past only', () => {
  test.each(golden.cases)('$stage $options is that of MNE or SciPy', async (wanted) => {
    const stage = filters[wanted.stage]
    const table = signalsOf([{ channels: ['a', 'b'], values: signalInput(2, samples), rateHz }])
    const context = { tables: {}, seed: 0 }
    const out = await stage.run(table, stage.options.parse(wanted.options) as never, context)
    const found = listsOf(out, 'samples').values.filter((_, i) => (i % samples) % 3 === 0)
    expect(relativeError(found, wanted.expected)).toBeLessThan(wanted.tolerance)
  })
})

describe('bandstop', () => {
  test('transitions that meet, and phases of the other method, are issues', () => {
    const shape = { kind: 'signals', rateHz: 200 } as const
    const narrow = { lowHz: 48, highHz: 52 }
    expect(issuesOf(bandstop, shape, narrow)).toEqual(['transitionHz'])
    expect(issuesOf(bandstop, shape, { ...narrow, transitionHz: 1 })).toEqual([])
    expect(issuesOf(bandstop, shape, { ...narrow, method: 'butterworth' })).toEqual([])
    expect(issuesOf(bandstop, shape, { lowHz: 20, highHz: 40, phase: 'causal' })).toEqual(['phase'])
    const recursive = { method: 'butterworth', phase: 'minimum' } as const
    expect(issuesOf(bandstop, shape, { ...narrow, ...recursive })).toEqual(['phase'])
    expect(issuesOf(notch, shape, { phase: 'causal' })).toEqual(['phase'])
    expect(issuesOf(notch, shape, { method: 'iir', phase: 'causal' })).toEqual([])
  })

  test('a row shorter than a recursive filter needs is refused', async () => {
    const table = signalsOf([{ channels: ['a'], values: signalInput(1, 12), rateHz: 200 }])
    const options = { lowHz: 20, highHz: 40, method: 'butterworth' } as const
    await expect(runStage(bandstop, table, options)).rejects.toThrow(/signal-too-short.*needed/)
  })
})
