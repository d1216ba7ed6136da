import { describe, expect, test } from 'vitest'
import { interTrial } from '../../../src/stages/feature/inter-trial.ts'
import { window } from '../../../src/stages/signal/window.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { f64Of, type Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { goldenFile } from '../../golden-file.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalInput, signalsOf, stored } from '../../signal-golden.ts'

const golden = goldenFile<{ itc: number[]; power: number[] }>('spectra/inter-trial.json')

/** Four windows of two channels, the rows of the golden input one after the other. */
async function windows() {
  const x = signalInput(8, 150)
  const values = Float32Array.from({ length: 1200 }, (_, i) => {
    const [c, t] = [Math.floor(i / 600), i % 600]
    return x[(2 * Math.floor(t / 150) + c) * 150 + (t % 150)]
  })
  return runStage(window, signalsOf([{ channels: ['a', 'b'], values }]), { lengthS: 1.5 })
}
const given = { frequenciesHz: [8, 13, 30], cycles: 5, hop: 10 }

describe('interTrial', () => {
  test('equals MNE, a row for all windows with the same labels', async () => {
    const measures = ['itc' as const, 'power' as const]
    const out = await runStage(interTrial, await windows(), { ...given, measures })
    const { values, rows, cols } = matrixOf(out as Table<'features'>)
    expect([rows, cols]).toEqual([1, 2 * 2 * 3 * 15])
    const part = (from: number, to: number) => values.subarray(45 * from, 45 * to)
    expectClose([...part(0, 1), ...part(2, 3)], golden.itc, stored())
    expectClose([...part(1, 2), ...part(3, 4)], golden.power, stored())
    expect([f64Of(out, 'startS')[0], f64Of(out, 'endS')[0]]).toEqual([0, 6])
    expect((JSON.parse(out.meta.names) as string[])[45]).toBe('a power 8Hz t1')
  })

  test('wavelets and frequencies must fit, in the plan and in the run', async () => {
    const shape = { kind: 'windows', rateHz: 100, lengthS: 1.5 } as const
    expect(issuesOf(interTrial, shape, { frequenciesHz: [2] })).toEqual(['cycles'])
    expect(issuesOf(interTrial, shape, { frequenciesHz: [50] })).toEqual(['frequenciesHz'])
    await expect(
      runStage(interTrial, await windows(), { frequenciesHz: [2] }),
    ).rejects.toMatchObject({ code: 'signal-too-short' })
  })
})
