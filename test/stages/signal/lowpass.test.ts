import { describe, expect, test } from 'vitest'
import { lowpass } from '../../../src/stages/signal/lowpass.ts'
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
const [lowHz, highHz, rateHz, samples] = [null, 30, 128, 400]
const fir = signalGolden<Fir[]>('fir-filter.json').find(
  (c) => c.lowHz === lowHz && c.highHz === highHz && c.samples === samples,
)
const { cases } = signalGolden<{ cases: Iir[] }>('sos-filter.json')
const recursive = { highHz: 30, order: 5 }
const iir = cases.find((c) => c.order === recursive.order)

function table(samples: number, rateHz: number) {
  return signalsOf([{ channels: ['a', 'b'], values: signalInput(2, samples), rateHz }])
}

describe('lowpass', () => {
  test('fir equals mne.filter.filter_data', async () => {
    const out = await runStage(lowpass, table(samples ?? 0, rateHz ?? 0), { highHz: 30 })
    expectClose(listsOf(out, 'samples').values, fir?.expected ?? [], stored())
  })

  test.each(['zero', 'causal'] as const)('butterworth, %s, equals SciPy', async (phase) => {
    const options = { ...recursive, method: 'butterworth' as const, phase }
    const out = await runStage(lowpass, table(600, 250), options)
    expectClose(listsOf(out, 'samples').values, iir?.[phase] ?? [], stored())
  })

  test('an edge at half the rate is an issue', () => {
    expect(issuesOf(lowpass, { kind: 'windows', rateHz: 100 }, { highHz: 50 })).toEqual(['highHz'])
    expect(() => lowpass.options.parse({ highHz: 30, lowHz: 1 })).toThrow(/lowHz/)
  })
})
