import { describe, expect, test } from 'vitest'
import { notch } from '../../../src/stages/signal/notch.ts'
import { listsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalGolden, signalInput, signalsOf, stored } from '../../signal-golden.ts'

interface Case {
  samples: number
  freqHz: number
  harmonics: number
  rateHz: number
  method: 'fir' | 'iir'
  q?: number
  expected: number[]
}

describe('notch', () => {
  test.each(signalGolden<Case[]>('notch.json'))(
    '$method, $harmonics of $freqHz Hz equals MNE or SciPy',
    async ({ samples, freqHz, harmonics, rateHz, method, q, expected }) => {
      const table = signalsOf([{ channels: ['a', 'b'], values: signalInput(2, samples), rateHz }])
      const out = await runStage(notch, table, { freqHz, harmonics, method, q })
      expectClose(listsOf(out, 'samples').values, expected, stored())
    },
  )

  test('notches beyond half the rate, or that meet, are issues', () => {
    const shape = { kind: 'signals', rateHz: 200 } as const
    expect(issuesOf(notch, shape, { harmonics: 2 })).toEqual(['harmonics'])
    expect(issuesOf(notch, shape, { freqHz: 100 })).toEqual(['freqHz'])
    expect(issuesOf(notch, shape, { freqHz: 1, harmonics: 3 })).toEqual(['harmonics'])
    expect(issuesOf(notch, shape, { freqHz: 1, harmonics: 3, method: 'iir' })).toEqual([])
    expect(issuesOf(notch, shape, {})).toEqual([])
  })

  test('a row too short for a notch is refused', async () => {
    const table = signalsOf([{ channels: ['a'], values: signalInput(1, 9), rateHz: 200 }])
    await expect(runStage(notch, table, { method: 'iir' })).rejects.toThrow(/needed 10/)
    await expect(runStage(notch, table, {})).rejects.toThrow(/signal-too-short.*taps 1321.*method/)
  })
})
