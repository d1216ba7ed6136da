import { describe, expect, test } from 'vitest'
import { seizures } from '../../src/encoders/seizures.ts'
import { matrixOf } from '../../src/tables/features.ts'
import type { Table } from '../../src/tables/table.ts'
import { exampleTable } from '../fixtures/tables.ts'
import { issuesOf, runStage } from '../run-stage.ts'
import { fixtures } from './model-folder.ts'
import { useModels } from './use-models.ts'

useModels(fixtures)

const model = 'tiny-seizures'
const windows = exampleTable('windows', { rateHz: 200, lengthS: 4 })
const found = async (options: object) =>
  matrixOf((await runStage(seizures, windows, { model, ...options })) as Table<'features'>)

describe('seizures', () => {
  test('gives each channel of a window a probability', async () => {
    const { values, rows, cols } = await found({})
    expect([rows, cols]).toEqual([6, 4])
    expect(values.every((p) => p > 0 && p <= 1)).toBe(true)
    const mean = await found({ statistic: 'mean' })
    expect(mean.values.every((p, i) => p < values[i])).toBe(true)
  })

  test('edges are left out, as long as something is left', async () => {
    const all = await found({})
    const inner = await found({ edgeS: 1 })
    expect(inner.values.every((p, i) => p <= all.values[i])).toBe(true)
    await expect(found({ edgeS: 2 })).rejects.toMatchObject({ code: 'stage-options' })
  })

  test('another class, another kind of model, another rate', async () => {
    await expect(found({ class: 'd' })).rejects.toMatchObject({ code: 'model-input' })
    await expect(found({ model: 'batch-encoder' })).rejects.toMatchObject({ code: 'model-input' })
    const slow = exampleTable('windows', { rateHz: 128, lengthS: 4 })
    const run = runStage(seizures, slow, { model })
    await expect(run).rejects.toMatchObject({ facts: { contract: 'rate', found: 128 } })
    expect(issuesOf(seizures, { kind: 'windows', rateHz: 128 }, { model })).toEqual(['model'])
    expect(issuesOf(seizures, { kind: 'windows', rateHz: 500 }, { model })).toEqual([])
  })
})
