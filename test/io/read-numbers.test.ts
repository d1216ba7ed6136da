import { describe, expect, test } from 'vitest'
import { readNumbers } from '../../src/io/read-numbers.ts'
import { memorySource } from '../../src/io/source.ts'
import { listsOf } from '../../src/tables/table.ts'
import { tokenGolden } from '../token-golden.ts'

const read = async (name: string, content: string | Uint8Array) => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const table = await readNumbers(memorySource(name, bytes))
  const { values, size } = listsOf(table, 'features')
  return { rows: table.rows, size, values: Array.from(values), meta: table.meta }
}

describe('numbers', () => {
  test('rows with and without a header', async () => {
    const plain = await read('a.csv', '1,2\n3,n/a\n\n')
    expect(plain).toMatchObject({ rows: 2, size: 2, values: [1, 2, 3, Number.NaN] })
    const named = await read('a.tsv', 'g1\tg2\n1\t2\n')
    expect(named).toMatchObject({ rows: 1, values: [1, 2] })
    expect(named.meta.names).toBe('["g1","g2"]')
    expect((await read('a.csv', 'x\n1\n2\n')).values).toEqual([1, 2])
  })

  test('a first column of names, or one whose header is empty, names the rows', async () => {
    const words = await read('a.csv', 'region,g1\nV1,1\nM1,2\n')
    expect(words.values).toEqual([1, 2])
    expect(words.meta.rowNames).toBe('["V1","M1"]')
    const index = await read('a.csv', ',0,1\n0,5,6\n1,7,8\n')
    expect(index.values).toEqual([5, 6, 7, 8])
    expect(index.meta.rowNames).toBe('["0","1"]')
  })

  test('arrays keep their shape, the last axis is that of a row', async () => {
    const files = tokenGolden<Record<string, string>>('npy.json')
    const { rows, size, meta } = await read('a.npy', Buffer.from(files['<f4'], 'base64'))
    expect([rows, size, meta.shape]).toEqual([6, 2, '[2,3,2]'])
  })

  test('words among numbers, rows of another length and other formats are refused', async () => {
    await expect(read('a.csv', '1,2\n3,x\n')).rejects.toThrow(/file-corrupt.*line 2/)
    await expect(read('a.csv', '1,2\n3\n')).rejects.toThrow(/file-corrupt.*line 2/)
    await expect(read('a.csv', 'g1,g2\n')).rejects.toThrow(/file-empty/)
    await expect(read('a.csv', '\n')).rejects.toThrow(/file-empty/)
    await expect(read('a.txt', '1')).rejects.toThrow(/format-unknown/)
  })
})
