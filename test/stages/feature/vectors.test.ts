import { describe, expect, test } from 'vitest'
import { vectors } from '../../../src/stages/feature/vectors.ts'
import { labelNames } from '../../../src/tables/keys.ts'
import { columnNames, listsOf } from '../../../src/tables/table.ts'
import { exampleTable, exampleVectors } from '../../fixtures/tables.ts'
import { runStage } from '../../run-stage.ts'

const tables = { vectors: exampleVectors() }

describe('vectors', () => {
  test('each row gets the vector of its label, as a label column', async () => {
    const input = exampleTable('features')
    const found = await runStage(vectors, input, { table: 'x.tsv', by: 'task' }, tables)
    expect(labelNames(found)).toEqual(['task', 'age', 'vector'])
    expect(columnNames(found).at(-1)).toBe('features')
    const { values, size } = listsOf(found, 'vector')
    expect([size, ...values.subarray(0, 3)]).toEqual([3, 1, 2, 3])
  })

  test('a label that is not there, a value without a vector, a name that is taken', async () => {
    const input = exampleTable('features')
    const run = (options: { by: string; as?: string }, of = input) =>
      runStage(vectors, of, { table: 'x.tsv', ...options }, tables)
    await expect(run({ by: 'stimulus' })).rejects.toMatchObject({ code: 'target-missing' })
    await expect(run({ by: 'subject' })).rejects.toMatchObject({ facts: { value: 'S1' } })
    await expect(run({ by: 'task', as: 'tokens' })).rejects.toMatchObject({ code: 'stage-options' })
  })
})
