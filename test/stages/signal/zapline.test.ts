import { describe, expect, test } from 'vitest'
import { zapline } from '../../../src/stages/signal/zapline.ts'
import { withSensors } from '../../../src/tables/sensors.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalInput, signalsOf } from '../../signal-golden.ts'

const channels = ['a', 'b', 'c']
const rateHz = 200
const line = (i: number) => 30 * Math.sin((2 * Math.PI * 50 * i) / rateHz)
const values = signalInput(3, 1000).map((v, i) => v / 100 + (i < 2000 ? line(i % 1000) : 0))

/** How strong 50 Hz is in a row. */
function lineIn(row: Float32Array): number {
  let [re, im] = [0, 0]
  row.forEach((v, t) => {
    re += v * Math.cos((Math.PI * t) / 2)
    im += v * Math.sin((Math.PI * t) / 2)
  })
  return Math.hypot(re, im) / row.length
}

describe('zapline', () => {
  test('takes the line out, and the segments of a recording together', async () => {
    const cut = (from: number, to: number) => {
      const rows = [0, 1, 2].map((c) => values.subarray(c * 1000 + from, c * 1000 + to))
      return Float32Array.from(rows.flatMap((row) => [...row]))
    }
    const table = signalsOf([
      { channels, values: cut(0, 600), rateHz },
      { channels, values: cut(600, 1000), rateHz, startS: 5 },
    ])
    const out = segmentsOf((await runStage(zapline, table, {})) as Signals)
    for (const [s, { values: clean, samples }] of out.entries()) {
      const before = segmentsOf(table)[s].values
      expect(lineIn(before.subarray(0, samples))).toBeGreaterThan(10)
      expect(lineIn(clean.subarray(0, samples))).toBeLessThan(0.5)
    }
  })

  test('says what it cannot do', async () => {
    const table = signalsOf([{ channels, values, rateHz }])
    await expect(runStage(zapline, table, { freqHz: 100 })).rejects.toThrow(/stage-options/)
    await expect(runStage(zapline, table, { components: 4 })).rejects.toThrow(/rank-deficient/)
    const short = signalsOf([{ channels, values: new Float32Array(9), rateHz }])
    await expect(runStage(zapline, short, {})).rejects.toThrow(/signal-too-short.*needed 5/)
    const holed = signalsOf([{ channels, values: values.slice().fill(Number.NaN, 9, 10), rateHz }])
    await expect(runStage(zapline, holed, {})).rejects.toThrow(/non-finite.*sample 9/)
    const shape = { kind: 'signals', rateHz: 100 } as const
    expect(issuesOf(zapline, shape, {})).toEqual(['freqHz'])
  })

  test('a channel of the heart at another rate passes through', async () => {
    const heart = { channels: ['ECG'], values: values.slice(0, 250), rateHz: rateHz / 4, index: 0 }
    const brain = { channels, values, rateHz, index: 0 }
    const mixed = withSensors(signalsOf([heart, brain]), { ECG: { type: 'ecg' } })
    const [first, second] = segmentsOf((await runStage(zapline, mixed, {})) as Signals)
    const [alone] = segmentsOf((await runStage(zapline, signalsOf([brain]), {})) as Signals)
    expect(first.values).toEqual(heart.values)
    expect(second.values).toEqual(alone.values)
  })

  test('a channel of the heart stays as it is and changes no other', async () => {
    const own = signalsOf([{ channels, values, rateHz }])
    const more = Float32Array.from([...values, ...values.subarray(0, 1000)])
    const table = withSensors(
      signalsOf([{ channels: [...channels, 'ECG'], values: more, rateHz }]),
      {
        ECG: { type: 'ecg' },
      },
    )
    const [alone] = segmentsOf((await runStage(zapline, own, {})) as Signals)
    const [mixed] = segmentsOf((await runStage(zapline, table, {})) as Signals)
    expect(mixed.values.subarray(0, 3000)).toEqual(alone.values)
    expect(mixed.values.subarray(3000)).toEqual(values.subarray(0, 1000))
  })

  test('copies of a channel give no more directions', async () => {
    const row = values.subarray(0, 1000)
    const same = Float32Array.from([...row, ...row, ...row])
    const table = signalsOf([{ channels, values: same, rateHz }])
    await expect(runStage(zapline, table, { components: 2 })).rejects.toThrow(/rank-deficient/)
  })
})
