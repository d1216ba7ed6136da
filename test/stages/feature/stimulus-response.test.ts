import { describe, expect, test } from 'vitest'
import { stimulusResponse } from '../../../src/stages/feature/stimulus-response.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { couplingGolden, couplingWindow } from '../../coupling-golden.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { stored } from '../../signal-golden.ts'

const bandsHz: [number, number][] = [
  [4, 12],
  [12, 30],
]
const golden = couplingGolden.response

describe('stimulusResponse', () => {
  test('equals SciPy, band by band', async () => {
    const measures = ['response', 'crossSpectrum', 'coherence', 'gain'] as const
    const options = { stimulus: 'c', bandsHz, segmentS: 0.5, measures: [...measures] }
    const out = (await runStage(stimulusResponse, couplingWindow(), options)) as Table<'features'>
    const { values } = matrixOf(out)
    for (const [m, name] of measures.entries()) {
      const found = [0, 1].flatMap((c) => [...values.subarray(8 * c + 2 * m, 8 * c + 2 * m + 2)])
      expectClose(found, golden[name], stored())
    }
    expect(JSON.parse(out.meta.names)[2]).toBe('a crossSpectrum 4-12Hz')
  })

  test('the delay is that of the largest correlation', async () => {
    const options = { stimulus: 'c', bandsHz, maxDelayS: 0.2 }
    const out = (await runStage(stimulusResponse, couplingWindow(), {
      ...options,
      measures: ['delay', 'correlation'],
    })) as Table<'features'>
    expectClose(matrixOf(out).values, golden.lags, stored())
    expect(out.meta.names).toBe('["a delay","a correlation","b delay","b correlation"]')
  })

  test('a stimulus that is not there is found in the plan and in the run', async () => {
    const shape = { kind: 'windows', rateHz: 100, channels: ['a', 'b'] } as const
    const options = { stimulus: 'audio', bandsHz }
    expect(issuesOf(stimulusResponse, shape, options)).toEqual(['stimulus'])
    await expect(runStage(stimulusResponse, couplingWindow(), options)).rejects.toMatchObject({
      code: 'channel-missing',
    })
  })
})
