import { describe, expect, test } from 'vitest'
import { bandpass } from '../../../src/stages/signal/bandpass.ts'
import { filterBank } from '../../../src/stages/signal/filter-bank.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalInput, signalsOf } from '../../signal-golden.ts'

describe('filterBank', () => {
  const input = signalsOf([{ channels: ['C3', 'C4'], values: signalInput(2, 400) }])

  test('each band is that of bandpass, under the name of channel and band', async () => {
    const bandsHz: [number, number][] = [
      [4, 8],
      [8, 13],
    ]
    const [{ channels, values }] = segmentsOf(
      (await runStage(filterBank, input, { bandsHz })) as Signals,
    )
    expect(channels).toEqual(['C3@4-8', 'C4@4-8', 'C3@8-13', 'C4@8-13'])
    for (const [b, [lowHz, highHz]] of bandsHz.entries()) {
      const options = { lowHz, highHz, method: 'butterworth' } as const
      const [alone] = segmentsOf((await runStage(bandpass, input, options)) as Signals)
      expect(values.subarray(b * 800, (b + 1) * 800)).toEqual(alone.values)
    }
  })

  test('a band above half the rate is named by its place', () => {
    const shape = { kind: 'signals', rateHz: 100, channels: ['C3'] } as const
    expect(
      issuesOf(filterBank, shape, {
        bandsHz: [
          [4, 8],
          [40, 60],
        ],
      }),
    ).toEqual(['bandsHz.1.1'])
  })
})
