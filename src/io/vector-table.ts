import { fail } from '../errors.ts'
import { firstHole } from '../kernels/first-hole.ts'
import type { Source } from '../reader.ts'
import { decodeTable } from '../tables/ipc.ts'
import {
  columnType,
  hasColumn,
  lists,
  listsOf,
  makeTable,
  type Table,
  textOf,
  wordsOf,
} from '../tables/table.ts'
import { numbersIn, parseTsv, readText, wordsIn } from './tsv.ts'

/** Bytes of an Arrow file of vectors at most. */
const mostBytes = 2 ** 31

/**
 * Reads vectors by name, for instance the embedding of each stimulus of a data set.
 *
 * A `.tsv` or `.csv` file has the names in its first column and a number in each of the others. An
 * `.arrow` file is a features table with a text column `id`.
 *
 * @returns columns `id` (text) and `features` [N, D]
 * @throws {NeurarrowError} `file-corrupt` for a name that stands twice or is missing, a number that
 *   is not finite, or an Arrow file of another kind; `file-empty`
 */
export async function readVectors(source: Source): Promise<Table<'features'>> {
  const { ids, values } = /\.arrow$/i.test(source.name)
    ? await fromArrow(source)
    : await fromText(source)
  const file = source.name
  if (ids.length === 0) fail('file-empty', { file, expected: 'vectors by name' })
  const seen = new Set<string>()
  for (const [r, id] of ids.entries()) {
    if (id === '' || seen.has(id))
      fail('file-corrupt', { file, row: r + 1, id, expected: 'its own name' })
    seen.add(id)
  }
  const width = values.length / ids.length
  const hole = firstHole(values)
  if (hole >= 0)
    fail('file-corrupt', { file, id: ids[Math.floor(hole / width)], column: hole % width })
  return makeTable('features', { id: textOf(ids), features: lists(values, width) })
}

async function fromText(source: Source) {
  const tsv = parseTsv(await readText(source), source.name)
  const [first, ...rest] = tsv.columns
  if (rest.length === 0) fail('file-corrupt', { file: source.name, expected: 'names and numbers' })
  const ids = wordsIn(tsv, first).map((word) => word ?? '')
  const columns = rest.map((column) => numbersIn(tsv, column))
  const values = new Float32Array(ids.length * rest.length)
  for (const [c, column] of columns.entries()) {
    for (let r = 0; r < ids.length; r++) values[r * rest.length + c] = column[r]
  }
  return { ids, values }
}

async function fromArrow(source: Source) {
  const file = source.name
  if (source.size > mostBytes) fail('file-too-large', { file, bytes: source.size, most: mostBytes })
  const table = decodeTable(await source.read(0, source.size), file)
  const isRight =
    hasColumn(table, 'id') &&
    hasColumn(table, 'features') &&
    columnType(table, 'id') === 'text' &&
    columnType(table, 'features') === 'lists'
  if (!isRight) fail('file-corrupt', { file, expected: 'columns id (text) and features (lists)' })
  return { ids: wordsOf(table, 'id'), values: listsOf(table, 'features').values }
}
