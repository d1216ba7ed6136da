import { describe, expect, test } from 'vitest'
import { cube } from '../../../src/stages/token/cube.ts'
import type { Table } from '../../../src/tables/table.ts'
import { axesOf, tokensOf, withTokens } from '../../../src/tables/tokens.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { runStage } from '../../run-stage.ts'

const volumes = () => {
  const table = exampleTable('tokens', { channels: ['volume'], rateHz: 8, pieces: 1 })
  const axes = { ...axesOf(table), grid: [4, 2, 1] as const }
  return withTokens(table, { values: Float32Array.from({ length: 16 }, (_, i) => i), axes })
}

describe('cube', () => {
  test('boxes become channels, named by their place', async () => {
    const table = (await runStage(cube, volumes(), { size: [2, 2, 1] })) as Table<'tokens'>
    const { values, axes } = tokensOf(table)
    expect(axes).toMatchObject({ channel: 2, time: 2, depth: 4, channels: ['0,0,0', '1,0,0'] })
    expect(axes.grid).toBeUndefined()
    expect(Array.from(values.subarray(0, 8))).toEqual([0, 1, 4, 5, 8, 9, 12, 13])
  })

  test('tokens that are no volumes, and boxes that do not fill them, are refused', async () => {
    const plain = exampleTable('tokens')
    await expect(runStage(cube, plain, { size: [1, 1, 1] })).rejects.toThrow(/stage-options/)
    await expect(runStage(cube, volumes(), { size: [3, 1, 1] })).rejects.toThrow(/stage-options/)
  })
})
