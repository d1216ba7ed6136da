import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'

/** A table of text cells, as BIDS keeps its side files. */
export interface Tsv {
  readonly file: string
  readonly columns: readonly string[]
  /** Each as long as `columns`. */
  readonly rows: readonly (readonly string[])[]
  /** Line of the file on which each row begins, from 1. */
  readonly lines: readonly number[]
}

/** No side file of a data set is larger. */
const mostBytes = 256 * 1024 * 1024

/**
 * Reads a table with a header line: tab-separated, or comma-separated when the name ends in `.csv`.
 *
 * @throws {NeurarrowError} `file-too-large`, and as `parseTsv`
 */
export async function readTsv(source: Source): Promise<Tsv> {
  return parseTsv(await readText(source), source.name)
}

/**
 * The text of a source: UTF-8, with or without a byte order mark.
 *
 * @throws {NeurarrowError} `file-corrupt` with the line that is no UTF-8, `file-too-large`
 */
export async function readText(source: Source): Promise<string> {
  const { name: file, size } = source
  if (size > mostBytes) fail('file-too-large', { file, byte: mostBytes, size })
  const bytes = await source.read(0, size)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    const readable = new TextDecoder('utf-8').decode(bytes).split('\ufffd')[0]
    const byte = Buffer.byteLength(readable)
    const line = readable.split('\n').length
    return fail('file-corrupt', { file, byte, line, expected: 'UTF-8' }, cause)
  }
}

/**
 * Parses a table with a header line.
 *
 * Lines end in LF or CRLF; blank lines at the end are ignored. Cells of `.csv` may be quoted as in
 * RFC 4180; quotes in tab-separated files are characters like others.
 *
 * @param file for messages; its ending chooses the separator
 * @throws {NeurarrowError} `file-empty` without a header, `file-corrupt` with the line for a row of
 *   another length than the header, a column named twice or a quote that does not end
 */
export function parseTsv(text: string, file: string): Tsv {
  const separated = file.toLowerCase().endsWith('.csv') ? quotedRows(text, file) : plainRows(text)
  while (separated.length > 0 && isBlank(separated[separated.length - 1].cells)) separated.pop()
  const [header, ...body] = separated
  if (header === undefined) return fail('file-empty', { file, expected: 'a header line' })
  const columns = header.cells.map((name) => name.trim())
  const twice = columns.find((name, i) => columns.indexOf(name) !== i)
  if (twice !== undefined) fail('file-corrupt', { file, line: header.line, column: twice })
  for (const { cells, line } of body) {
    if (cells.length !== columns.length) {
      fail('file-corrupt', { file, line, expected: columns.length, found: cells.length })
    }
  }
  const lines = body.map((row) => row.line)
  return { file, columns, rows: body.map((row) => row.cells), lines }
}

/**
 * The cells of a column; `undefined` where they are `n/a` or empty.
 *
 * @throws {NeurarrowError} `column-missing` with the columns there are
 */
export function wordsIn(tsv: Tsv, column: string): (string | undefined)[] {
  const { file, columns } = tsv
  const at = columns.indexOf(column)
  if (at < 0) fail('column-missing', { file, column, columns })
  return tsv.rows.map((cells) => {
    const word = cells[at].trim()
    return word === '' || word === 'n/a' ? undefined : word
  })
}

/**
 * The cells of a column as numbers; NaN where they are `n/a`, empty or `nan`.
 *
 * @throws {NeurarrowError} `column-missing`, or `file-corrupt` with the line of another word
 */
export function numbersIn(tsv: Tsv, column: string): Float64Array {
  return Float64Array.from(wordsIn(tsv, column), (word, row) => {
    const value = word === undefined ? Number.NaN : toNumber(word)
    if (value !== undefined) return value
    return fail('file-corrupt', { file: tsv.file, line: tsv.lines[row], column, found: word })
  })
}

/** A decimal number, `nan` or `inf`; `undefined` for other words. */
export function toNumber(word: string): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word)) return Number(word)
  if (/^[+-]?nan$/i.test(word)) return Number.NaN
  if (/^[+-]?inf(inity)?$/i.test(word))
    return word.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return undefined
}

interface Row {
  readonly cells: string[]
  readonly line: number
}

function isBlank(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0].trim() === ''
}

function plainRows(text: string): Row[] {
  const lines = withoutMark(text).split(/\r?\n/)
  return lines.map((cells, i) => ({ cells: cells.split('\t'), line: i + 1 }))
}

/** One cell and what ends it: a quoted text, or anything up to a comma or line end. */
const cellPattern = /(?:"((?:[^"]|"")*)"|([^",\r\n][^,\r\n]*|))(,|\r?\n|$)/y

function quotedRows(text: string, file: string): Row[] {
  const body = withoutMark(text)
  const rows: Row[] = []
  const cell = new RegExp(cellPattern)
  let row: Row = { cells: [], line: 1 }
  let line = 1
  for (let at = 0; ; at = cell.lastIndex) {
    cell.lastIndex = at
    const match = cell.exec(body)
    if (!match) return fail('file-corrupt', { file, line, expected: 'a quote that ends' })
    const [all, quoted, plain, end] = match
    row.cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    line += all.split('\n').length - 1
    if (end === ',') continue
    rows.push(row)
    row = { cells: [], line }
    if (end === '') return rows
  }
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}
