import { describe, expect, test } from 'vitest'
import { readAtlasRows } from '../../src/datasets/atlas-rows.ts'
import { memorySource } from '../../src/io/source.ts'

const read = (file: string, text: string, columns?: string[]) =>
  readAtlasRows(memorySource(file, Buffer.from(text)), columns)

describe('readAtlasRows', () => {
  test('tells tabs, spaces and commas apart', async () => {
    const known = { columns: ['a', 'b'], rows: [['1', 'x']], firstLine: 2 }
    expect(await read('t.txt', 'a\tb\n1\tx\n')).toEqual(known)
    expect(await read('t.txt', 'a b\n1  x\n')).toEqual(known)
    expect(await read('t.csv', 'a,b\n1,"x"\n')).toEqual(known)
  })

  test('takes names of columns for a file without a header', async () => {
    expect(await read('t.txt', 'A\nB\n', ['name'])).toMatchObject({
      rows: [['A'], ['B']],
      firstLine: 1,
    })
  })

  test('takes attributes, inner elements and text of labels in XML', async () => {
    const xml =
      '<atlas><data><label index="1" x="4">A</label><label index="2">B</label></data></atlas>'
    expect(await read('a.xml', xml)).toEqual({
      columns: ['index', 'x', 'text'],
      rows: [
        ['1', '4', 'A'],
        ['2', '', 'B'],
      ],
      firstLine: 1,
    })
  })

  test('a row that is too short is named by its line; no rows are an error', async () => {
    await expect(read('t.txt', '1 A\n2\n', ['index', 'name'])).rejects.toThrow(/line 2/)
    await expect(read('t.txt', 'index name\n')).rejects.toThrow(/file-empty/)
    await expect(read('a.xml', '<atlas><data/></atlas>')).rejects.toThrow(/file-empty/)
  })
})
