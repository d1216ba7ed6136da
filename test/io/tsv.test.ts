import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../src/io/source.ts'
import { numbersIn, parseTsv, readTsv, toNumber, wordsIn } from '../../src/io/tsv.ts'

describe('tsv', () => {
  test('a byte order mark, CRLF and blank lines at the end do not matter', () => {
    const tsv = parseTsv('\ufeffonset\tlabel\r\n1.5\ta b\r\nn/a\t"x"\r\n\r\n', 'x.tsv')
    expect(tsv.columns).toEqual(['onset', 'label'])
    expect(tsv.lines).toEqual([2, 3])
    expect(wordsIn(tsv, 'label')).toEqual(['a b', '"x"'])
    expect([...numbersIn(tsv, 'onset')]).toEqual([1.5, Number.NaN])
  })

  test('commas separate in .csv, where cells may be quoted over lines', () => {
    const tsv = parseTsv('a,b\n"1, ""one""\nmore",2\n3,\n', 'x.csv')
    expect(tsv.rows).toEqual([
      ['1, "one"\nmore', '2'],
      ['3', ''],
    ])
    expect(tsv.lines).toEqual([2, 4])
    expect(wordsIn(tsv, 'b')).toEqual(['2', undefined])
  })

  test('rows of another length, repeated columns and open quotes name the line', () => {
    const corrupt = (text: string, file: string, line: number) =>
      expect(() => parseTsv(text, file)).toThrow(
        expect.objectContaining({
          code: 'file-corrupt',
          facts: expect.objectContaining({ file, line }),
        }),
      )
    corrupt('a\tb\n1\t2\n3\n', 'x.tsv', 3)
    corrupt('a\ta\n', 'x.tsv', 1)
    corrupt('a,b\n1,"2\n', 'x.csv', 2)
    expect(() => parseTsv('\n', 'x.tsv')).toThrow('file-empty')
  })

  test('a column that is missing, and a word among numbers, are told', () => {
    const tsv = parseTsv('a\n1\nx\n', 'x.tsv')
    expect(() => wordsIn(tsv, 'b')).toThrow(/column-missing.*x\.tsv/)
    expect(() => numbersIn(tsv, 'a')).toThrow(/file-corrupt.*line 3.*found x/)
  })

  test('bytes that are no UTF-8 name their line', async () => {
    const source = memorySource('x.tsv', Uint8Array.from([97, 10, 98, 10, 0xe4, 10]))
    await expect(readTsv(source)).rejects.toMatchObject({
      code: 'file-corrupt',
      facts: { file: 'x.tsv', line: 3, byte: 4 },
    })
  })

  test('numbers are decimal; hexadecimal and blanks are none', () => {
    expect(['1', '-.5e3', 'nan', '-inf'].map(toNumber)).toEqual([1, -500, Number.NaN, -Infinity])
    expect(['0x10', '', '1 2', '1,5'].map(toNumber)).toEqual(Array(4).fill(undefined))
  })
})

describe('properties', () => {
  test('quoted cells of any text are read as they were', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 8 })
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(table, (rows) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
        const lines = rows.map((cells) => cells.map(quoted).join(','))
        expect(parseTsv(['a,b', ...lines].join('\n'), 'x.csv').rows).toEqual(rows)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})
