import { describe, expect, test } from 'vitest'
import { resample } from '../../../src/stages/signal/resample.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
import { expectClose } from '../../close.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalGolden, signalInput, signalsOf, stored } from '../../signal-golden.ts'

type Poly = { samples: number; up: number; down: number; expected: number[] }
type Spectral = { samples: number; toHz: number; fromHz: number; expected: number[] }
const [poly] = signalGolden<Poly[]>('resample-poly.json')
const [spectral] = signalGolden<Spectral[]>('resample-fft.json')

function table(samples: number, rateHz: number) {
  return signalsOf([{ channels: ['a', 'b'], values: signalInput(2, samples), rateHz, startS: 3 }])
}

describe('resample', () => {
  test('polyphase equals SciPy, fft equals MNE', async () => {
    const one = await runStage(resample, table(poly.samples, 500), { rateHz: 200 })
    expectClose(segmentsOf(one as Signals)[0].values, poly.expected, stored())
    const other = await runStage(resample, table(spectral.samples, spectral.fromHz), {
      rateHz: spectral.toHz,
      method: 'fft',
    })
    expectClose(segmentsOf(other as Signals)[0].values, spectral.expected, stored())
  })

  test('the rate becomes the new one, the start stays', async () => {
    const out = await runStage(resample, table(100, 500), { rateHz: 200 })
    expect(segmentsOf(out as Signals)[0]).toMatchObject({ rateHz: 200, startS: 3, samples: 40 })
    expect(
      resample.shape?.({ kind: 'signals', rateHz: 500 }, resample.options.parse({ rateHz: 9 })),
    ).toMatchObject({ rateHz: 9 })
  })

  test('rows of several rates come to one rate, rows at the rate stay', async () => {
    const mixed = signalsOf([
      { channels: ['a'], values: signalInput(1, 100), rateHz: 100 },
      { channels: ['b'], values: signalInput(1, 50), rateHz: 50, index: 0 },
    ])
    const [segment] = segmentsOf((await runStage(resample, mixed, { rateHz: 100 })) as Signals)
    expect(segment).toMatchObject({ channels: ['a', 'b'], rateHz: 100, samples: 100 })
    expect(segment.values.subarray(0, 100)).toEqual(signalInput(1, 100))
  })

  test('a ratio that whole numbers do not reach is refused', async () => {
    const options = { rateHz: 100 * Math.PI }
    expect(issuesOf(resample, { kind: 'signals', rateHz: 1e-4 }, options)).toEqual(['rateHz'])
    const run = runStage(resample, table(10, 1e-4), options)
    await expect(run).rejects.toThrow(/stage-options/)
  })
})
