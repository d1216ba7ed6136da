import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { numbersIn, parseTsv, readText, toNumber } from './tsv.ts'

/** Columns of numbers by name, in order and of one length; missing numbers are NaN. */
export type NumberTable = Readonly<Record<string, Float64Array>>

/**
 * Reads columns of numbers: `.tsv` and `.csv` with a header line (confounds as fMRIPrep writes
 * them), other files as rows of numbers between spaces (motion estimates of FSL, SPM and AFNI).
 *
 * Columns without a name are called `column1`, `column2`, ... Lines that begin with `#` are skipped
 * in files without a header.
 *
 * @throws {NeurarrowError} `file-corrupt` with the line of a word that is no number or of a row of
 *   another length, `file-empty`
 */
export async function readNumberTable(source: Source): Promise<NumberTable> {
  const file = source.name
  const text = await readText(source)
  if (/\.(tsv|csv)$/i.test(file)) {
    const tsv = parseTsv(text, file)
    return Object.fromEntries(tsv.columns.map((column) => [column, numbersIn(tsv, column)]))
  }
  const rows = text.split(/\r?\n/).flatMap((content, i) => numberRow(content, i + 1, file))
  if (rows.length === 0) fail('file-empty', { file, expected: 'rows of numbers' })
  const width = rows[0].numbers.length
  for (const { numbers, line } of rows) {
    if (numbers.length !== width) {
      fail('file-corrupt', { file, line, expected: width, found: numbers.length })
    }
  }
  const columns = rows[0].numbers.map((_, k) => {
    return [`column${k + 1}`, Float64Array.from(rows, (row) => row.numbers[k])]
  })
  return Object.fromEntries(columns)
}

function numberRow(content: string, line: number, file: string) {
  const words = content.trim().split(/\s+/)
  if (words[0] === '' || words[0].startsWith('#')) return []
  const numbers = words.map((word) => {
    const value = word === 'n/a' ? Number.NaN : toNumber(word)
    return value ?? fail('file-corrupt', { file, line, found: word, expected: 'a number' })
  })
  return [{ numbers, line }]
}
