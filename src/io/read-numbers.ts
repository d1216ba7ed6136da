import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { makeFeatures } from '../tables/features.ts'
import { keysFor, type Recording } from '../tables/keys.ts'
import type { Table } from '../tables/table.ts'
import { readNpy } from './npy.ts'
import { readText, toNumber } from './tsv.ts'

/**
 * Reads a file of numbers of a data set, a codebook or coordinates for instance, as a features
 * table: `.npy`, or `.tsv` and `.csv` with or without a header line and with or without a first
 * column of names.
 *
 * An array of more than two axes keeps its last one as the features of a row; its whole shape is
 * the metadata entry `shape`, names of rows are `rowNames`. A first column whose header is empty is
 * taken for names.
 *
 * @throws {NeurarrowError} `file-corrupt` with line or byte, `file-empty`, `format-unknown`
 */
export async function readNumbers(source: Source): Promise<Table<'features'>> {
  const file = source.name
  if (/\.npy$/i.test(file)) {
    const { shape, values } = await readNpy(source)
    if (values.length === 0) fail('file-empty', { file, shape })
    return tableOf(values, values.length / (shape[shape.length - 1] ?? 1), { shape: shape })
  }
  const [separator] = /\.csv$/i.test(file) ? [','] : /\.tsv$/i.test(file) ? ['\t'] : []
  if (separator === undefined) {
    return fail('format-unknown', { file, known: ['.npy', '.tsv', '.csv'] })
  }
  const lines = (await readText(source)).split(/\r?\n/)
  while (lines.length > 0 && lines[lines.length - 1].trim() === '') lines.pop()
  const cells = lines.map((line) => line.split(separator).map((cell) => cell.trim()))
  if (cells.length === 0) fail('file-empty', { file, expected: 'rows of numbers' })
  return fromCells(cells, file)
}

/** A number, NaN for `n/a` and `NaN`; nothing for other words. */
const numberOf = (cell: string) => (/^(n\/a|nan)$/i.test(cell) ? Number.NaN : toNumber(cell))

function fromCells(cells: readonly (readonly string[])[], file: string): Table<'features'> {
  const isNumber = (cell: string) => numberOf(cell) !== undefined
  const [corner, ...others] = cells[0]
  const isPlain = others.length > 0 ? others.every(isNumber) : isNumber(corner)
  const hasHeader = corner === '' || !isPlain
  const body = hasHeader ? cells.slice(1) : cells
  if (body.length === 0) fail('file-empty', { file, expected: 'rows of numbers' })
  const isNamed = corner === '' || !body.every(([first]) => isNumber(first))
  const skip = isNamed ? 1 : 0
  const width = cells[0].length - skip
  const values = new Float32Array(body.length * width)
  body.forEach((row, r) => {
    const line = r + (hasHeader ? 2 : 1)
    if (row.length !== width + skip) {
      fail('file-corrupt', { file, line, expected: width + skip, found: row.length })
    }
    for (let c = 0; c < width; c++) {
      const found = row[c + skip]
      const value = numberOf(found)
      values[r * width + c] = value ?? fail('file-corrupt', { file, line, found })
    }
  })
  const names = hasHeader ? { names: cells[0].slice(skip) } : {}
  const rowNames = isNamed ? { rowNames: body.map(([first]) => first) } : {}
  return tableOf(values, body.length, { shape: [body.length, width], ...names, ...rowNames })
}

interface Facts {
  readonly shape: readonly number[]
  readonly names?: readonly string[]
  readonly rowNames?: readonly string[]
}

/** Owner of what belongs to no recording. */
const nobody: Recording = { subject: '', session: '', run: '', recording: 'numbers', labels: {} }

function tableOf(values: Float32Array, rows: number, facts: Facts): Table<'features'> {
  const spans = {
    window: Int32Array.from({ length: rows }, (_, r) => r),
    startS: new Float64Array(rows),
    endS: new Float64Array(rows),
  }
  const meta = Object.entries(facts).map(([name, fact]) => [name, JSON.stringify(fact)])
  return makeFeatures(keysFor(nobody, rows), spans, values, {
    labels: '[]',
    ...(Object.fromEntries(meta) as Record<string, string>),
  })
}
