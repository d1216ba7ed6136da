import { describe, expect, test } from 'vitest'
import { sourceDensity } from '../../../src/stages/signal/source-density.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
import { runStage } from '../../run-stage.ts'
import { signalInput, signalsOf } from '../../signal-golden.ts'

const channels = ['Fp1', 'Fp2', 'C3', 'C4', 'O1', 'O2', 'Cz']
const table = signalsOf([{ channels, values: signalInput(7, 30) }])

describe('sourceDensity', () => {
  test('does not depend on the reference', async () => {
    const out = await runStage(sourceDensity, table, {})
    expect(out.meta.unit).toBe('uV/m2')
    const [{ values }] = segmentsOf(table)
    const shifted = signalsOf([{ channels, values: values.map((v, i) => v + (i % 30) * 2) }])
    const other = segmentsOf((await runStage(sourceDensity, shifted, {})) as Signals)[0].values
    const [{ values: found }] = segmentsOf(out as Signals)
    const most = Math.max(...found.map(Math.abs))
    found.forEach((v, i) => {
      expect(Math.abs(v - other[i])).toBeLessThan(1e-5 * most)
    })
  })

  test('names the channels without a place', async () => {
    const odd = signalsOf([{ channels: [...channels, 'ECG'], values: signalInput(8, 30) }])
    await expect(runStage(sourceDensity, odd, {})).rejects.toMatchObject({
      code: 'stage-options',
      facts: { missing: ['ECG'] },
    })
  })
})
