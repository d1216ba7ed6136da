import { describe, expect, test } from 'vitest'
import { phaseAmplitude } from '../../../src/stages/feature/phase-amplitude.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { couplingGolden, couplingWindow } from '../../coupling-golden.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalInput } from '../../signal-golden.ts'

type Bands = [number, number][]
const phaseHz: Bands = [
  [3, 6],
  [6, 10],
]
const amplitudeHz: Bands = [
  [20, 30],
  [30, 45],
]
const valuesOf = async (options: object, window = couplingWindow()) => {
  const given = { phaseHz, amplitudeHz, ...options }
  return matrixOf((await runStage(phaseAmplitude, window, given)) as Table<'features'>).values
}

describe('phaseAmplitude', () => {
  test('equals tensorpac on the bands of SciPy', async () => {
    const close = { absolute: 1e-5, why: 'a sample near the edge of a phase bin; bands in f32' }
    expectClose(await valuesOf({}), couplingGolden.coupling.stage, close)
  })

  test('features are named by both bands', async () => {
    const out = await runStage(phaseAmplitude, couplingWindow(), { phaseHz, amplitudeHz })
    const names = JSON.parse(out.meta.names) as string[]
    expect(names.slice(0, 2)).toEqual(['a 3-6Hz~20-30Hz', 'a 3-6Hz~30-45Hz'])
  })

  test('an amplitude that follows the phase stands out from shifted ones', async () => {
    const x = signalInput(3, 600).map((v, i) => {
      const t = (i % 600) / 100
      const slow = Math.sin(2 * Math.PI * 4.5 * t + 3 * Math.sin(1.7 * t) + 2 * Math.sin(4.1 * t))
      if (i >= 600) return v
      return 100 * slow + 20 * (1 + slow) * Math.sin(2 * Math.PI * 25 * t) + v / 20
    })
    const found = await valuesOf({ shifts: 50 }, couplingWindow(x))
    expect(found[0]).toBeGreaterThan(2.5)
    expect(Math.abs(found[8])).toBeLessThan(2.5)
  })

  test('bands reach below half the rate and are in order', () => {
    const shape = { kind: 'windows', rateHz: 80 } as const
    const wrong = { phaseHz: [[8, 4]], amplitudeHz } as never
    expect(issuesOf(phaseAmplitude, shape, wrong)).toEqual(['phaseHz.0', 'amplitudeHz.1'])
  })
})
