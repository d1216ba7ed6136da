import { describe, expect, test } from 'vitest'
import { readNumbers } from '../../../src/io/read-numbers.ts'
import { memorySource } from '../../../src/io/source.ts'
import { coordinates } from '../../../src/stages/token/coordinates.ts'
import type { Table } from '../../../src/tables/table.ts'
import { coordinatesOf } from '../../../src/tables/tokens.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { runStage } from '../../run-stage.ts'

const input = () => exampleTable('tokens', { channels: ['V1', 'M1'], rateHz: 2, pieces: 2 })
const run = async (text: string, options: object = {}) => {
  const regions = await readNumbers(memorySource('a.csv', new TextEncoder().encode(text)))
  const given = { file: 'a.csv', ...options }
  return (await runStage(coordinates, input(), given, { regions })) as Table<'tokens'>
}
const numbersOf = (table: Table<'tokens'>, name: 'coordinates' | 'gradient' = 'coordinates') => {
  const { values, size } = coordinatesOf(table, name) ?? { values: [], size: 0 }
  return { size, values: Array.from(values) }
}

describe('coordinates', () => {
  test('rows in the order of the channels are brought to -1 to 1 together', async () => {
    const table = await run('0,10\n5,2\n')
    expect(numbersOf(table)).toEqual({
      size: 2,
      values: [-1, 1, 0, -0.6000000238418579, -1, 1, 0, -0.6000000238418579],
    })
  })

  test('rows are found by name where they have names', async () => {
    const table = await run('name,x,y\nm1,1,2\nS1,3,4\nv1,5,6\n', { scale: 'none', count: 1 })
    expect(numbersOf(table)).toEqual({ size: 1, values: [5, 1, 5, 1] })
  })

  test('two sets stand beside each other', async () => {
    const table = await run('0\n4\n', { as: 'gradient' })
    expect(numbersOf(table, 'gradient').values).toEqual([-1, 1, -1, 1])
    expect(coordinatesOf(table, 'coordinates')).toBeUndefined()
  })

  test('other regions, missing names, holes and columns too many are refused', async () => {
    await expect(run('1\n2\n3\n')).rejects.toThrow(/length-mismatch/)
    await expect(run('n,x\nV1,1\nA,2\n')).rejects.toThrow(/channel-missing.*M1/)
    await expect(run('1\nn/a\n')).rejects.toThrow(/non-finite/)
    await expect(run('1\n2\n', { count: 2 })).rejects.toThrow(/stage-options/)
  })
})
