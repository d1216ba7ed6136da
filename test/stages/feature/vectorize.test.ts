import { expect, test } from 'vitest'
import { vectorize } from '../../../src/stages/feature/vectorize.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import type { Table } from '../../../src/tables/table.ts'
import { exampleTable } from '../../fixtures/tables.ts'

const table = exampleTable('matrices', { channels: ['a', 'b', 'c'], pieces: 2 })
const run = (options: object) =>
  vectorize.run(table, vectorize.options.parse(options), {
    tables: {},
    seed: 0,
  }) as Table<'features'>

test('the half below the diagonal, row after row, named by rows and columns', () => {
  const out = run({})
  const matrix = matrixOf(table).values
  expect(JSON.parse(out.meta.names)).toEqual(['b~a', 'c~a', 'c~b'])
  expect([...matrixOf(out).values.subarray(0, 3)]).toEqual([matrix[3], matrix[6], matrix[7]])
})

test('one channel has nothing beside its diagonal', () => {
  const one = exampleTable('matrices', { channels: ['a'] })
  const options = vectorize.options.parse({})
  expect(() => vectorize.run(one, options, { tables: {}, seed: 0 })).toThrow(/stage-options/)
})
