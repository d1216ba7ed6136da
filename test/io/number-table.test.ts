import { describe, expect, test } from 'vitest'
import { readNumberTable } from '../../src/io/number-table.ts'
import { memorySource, withFile } from '../../src/io/source.ts'
import { sharedData } from '../shared-data.ts'

const file = (text: string, name: string) => memorySource(name, new TextEncoder().encode(text))

describe('readNumberTable', () => {
  test('confounds have named columns, n/a is NaN', async () => {
    const table = await readNumberTable(file('rot_x\tfd\n0.5\tn/a\n-1e-3\t2\n', 'x.tsv'))
    expect(Object.keys(table)).toEqual(['rot_x', 'fd'])
    expect([...table.rot_x, ...table.fd]).toEqual([0.5, -1e-3, Number.NaN, 2])
  })

  test('rows between spaces get numbered columns', async () => {
    const table = await readNumberTable(file('# motion\n 1  2 \n\n3\t4', 'x.par'))
    expect(table).toEqual({ column1: Float64Array.of(1, 3), column2: Float64Array.of(2, 4) })
  })

  test('a word, a short row and an empty file are told with their line', async () => {
    await expect(readNumberTable(file('1 2\n3 x\n', 'x.txt'))).rejects.toThrow(/line 2.*found x/)
    await expect(readNumberTable(file('1 2\n3\n', 'x.txt'))).rejects.toThrow(/line 2.*expected 2/)
    await expect(readNumberTable(file('# none\n', 'x.txt'))).rejects.toThrow('file-empty')
  })

  test.skipIf(!sharedData)('motion estimates of a real run are read', async () => {
    const path = `${sharedData}/haxby2001/sub001/BOLD/task001_run001/bold_moest.txt`
    const table = await withFile(path, readNumberTable)
    expect(Object.values(table).map((column) => column.length)).toEqual(Array(6).fill(121))
    expect(table.column1[0]).toBe(-0.00416487)
  })
})
