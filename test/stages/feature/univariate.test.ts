import { describe, expect, test } from 'vitest'
import { univariate } from '../../../src/stages/feature/univariate.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { segmentsOf, withChannels } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { runStage } from '../../run-stage.ts'
import { stored } from '../../signal-golden.ts'
import { univariateGolden, univariateInput } from '../../univariate-golden.ts'

const measures = [
  ...['activity', 'mobility', 'complexity', 'skewness', 'kurtosis', 'lineLength'],
  ...['differentialEntropy', 'permutationEntropy', 'sampleEntropy', 'lempelZiv'],
] as never[]

function goldenWindow(values: Float32Array): Table<'windows'> {
  const one = exampleTable('windows', { pieces: 1, channels: ['a', 'b', 'c'], rateHz: 150 })
  return withChannels(
    one,
    segmentsOf(one).map((s) => ({ ...s, values })),
  )
}

describe('univariate', () => {
  test('equals antropy and SciPy, channel by channel', async () => {
    const out = await runStage(univariate, goldenWindow(univariateInput()), { measures })
    const { values, cols } = matrixOf(out as Table<'features'>)
    expect(cols).toBe(30)
    for (const [m, name] of measures.entries()) {
      const found = [0, 1, 2].map((c) => values[c * 10 + m])
      expectClose(
        found,
        univariateGolden.rows.map((row) => row[name]),
        stored(),
      )
    }
    expect(JSON.parse(out.meta.names).slice(8, 11)).toEqual([
      'a sampleEntropy',
      'a lempelZiv',
      'b activity',
    ])
  })

  test('a constant has no mobility, NaN stays with its channel', async () => {
    const values = univariateInput().fill(3, 0, 300)
    values[301] = Number.NaN
    const asked = ['mobility', 'lempelZiv'] as never[]
    const out = await runStage(univariate, goldenWindow(values), { measures: asked })
    const found = [...matrixOf(out as Table<'features'>).values].map(Number.isNaN)
    expect(found).toEqual([true, false, true, true, false, false])
  })

  test('windows that are too short for the order are refused', async () => {
    const short = exampleTable('windows', { rateHz: 4, lengthS: 2 })
    const asked = { measures: ['permutationEntropy'] as never[], order: 7, delay: 3 }
    await expect(runStage(univariate, short, asked)).rejects.toMatchObject({
      code: 'signal-too-short',
    })
  })
})
