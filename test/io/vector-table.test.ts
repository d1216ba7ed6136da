import { describe, expect, test } from 'vitest'
import { memorySource } from '../../src/io/source.ts'
import { readVectors } from '../../src/io/vector-table.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { listsOf, wordsOf } from '../../src/tables/table.ts'
import { exampleTable, exampleVectors } from '../fixtures/tables.ts'

const text = (content: string, name = 'stimuli.tsv') =>
  memorySource(name, new TextEncoder().encode(content))

describe('readVectors', () => {
  test('names in the first column, numbers in the others', async () => {
    const table = await readVectors(text('stimulus\td1\td2\ncat\t1\t-2\ndog\t0.5\t3\n'))
    expect(wordsOf(table, 'id')).toEqual(['cat', 'dog'])
    expect(listsOf(table, 'features')).toMatchObject({
      size: 2,
      values: Float32Array.of(1, -2, 0.5, 3),
    })
  })

  test('an Arrow file holds the same', async () => {
    const source = memorySource('stimuli.arrow', encodeTable(exampleVectors()))
    expect(listsOf(await readVectors(source), 'features').size).toBe(3)
    const other = memorySource('stimuli.arrow', encodeTable(exampleTable('features')))
    await expect(readVectors(other)).rejects.toMatchObject({ code: 'file-corrupt' })
  })

  test('a name twice, a number that is none, names alone, nothing', async () => {
    for (const content of ['id\tx\na\t1\na\t2\n', 'id\tx\na\tn/a\n', 'id\na\n']) {
      await expect(readVectors(text(content))).rejects.toMatchObject({ code: 'file-corrupt' })
    }
    await expect(readVectors(text('id\tx\n'))).rejects.toMatchObject({ code: 'file-empty' })
  })
})
