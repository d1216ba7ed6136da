import { describe, expect, test } from 'vitest'
import { frequencyTagging } from '../../../src/stages/feature/frequency-tagging.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { couplingGolden, couplingWindow } from '../../coupling-golden.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { stored } from '../../signal-golden.ts'

describe('frequencyTagging', () => {
  test('features by channel, multiple and measure', async () => {
    const options = { frequenciesHz: [5], harmonics: 2 }
    const out = (await runStage(frequencyTagging, couplingWindow(), options)) as Table<'features'>
    const { tags } = couplingGolden
    const expected = [0, 1, 2].flatMap((c) =>
      ['5', '10'].flatMap((hz) => [tags[hz].snr[c], tags[hz].itc[c]]),
    )
    expectClose(matrixOf(out).values, expected, stored())
    expect(JSON.parse(out.meta.names).slice(0, 4)).toEqual([
      'a snr 5Hz',
      'a itc 5Hz',
      'a snr 10Hz',
      'a itc 10Hz',
    ])
  })

  test('the same seed gives the same p', async () => {
    const options = { frequenciesHz: [5], measures: ['p' as const], permutations: 99 }
    const once = await runStage(frequencyTagging, couplingWindow(), options)
    const again = await runStage(frequencyTagging, couplingWindow(), options)
    const of = (out: Table) => matrixOf(out as Table<'features'>).values
    expect(of(once)).toEqual(of(again))
    for (const p of of(once)) expect(p).toBeGreaterThanOrEqual(0.01 - 1e-9)
  })

  test('tags need whole cycles below half the rate, windows two stretches', async () => {
    const shape = { kind: 'windows', rateHz: 100 } as const
    const given = { frequenciesHz: [4, 4.5, 30], harmonics: 2 } as never
    expect(issuesOf(frequencyTagging, shape, given)).toEqual(['frequenciesHz.1', 'frequenciesHz.2'])
    const long = { frequenciesHz: [4], segmentS: 4 }
    await expect(runStage(frequencyTagging, couplingWindow(), long)).rejects.toMatchObject({
      code: 'signal-too-short',
      facts: { needed: 800 },
    })
  })
})
