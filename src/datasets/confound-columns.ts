import { fail } from '../errors.ts'
import type { NumberTable } from '../io/number-table.ts'

/**
 * The confounds that a card asks for, of those that the file holds.
 *
 * In a `.tsv` or `.csv` file `columns` chooses by the names of its header; other files have no
 * header, and `columns` names all their columns in order. All columns without it.
 *
 * @throws {NeurarrowError} `column-missing`, or `length-mismatch` when another number is named
 */
export function confoundColumns(
  numbers: NumberTable,
  { path, columns }: { readonly path: string; readonly columns?: readonly string[] },
): NumberTable {
  const found = Object.keys(numbers)
  if (columns === undefined) return numbers
  if (/\.(tsv|csv)$/i.test(path)) {
    const missing = columns.filter((name) => !found.includes(name))
    if (missing.length > 0) fail('column-missing', { file: path, missing, columns: found })
    return Object.fromEntries(columns.map((name) => [name, numbers[name]]))
  }
  if (columns.length !== found.length) {
    fail('length-mismatch', { file: path, expected: columns.length, found: found.length })
  }
  return Object.fromEntries(columns.map((name, i) => [name, numbers[found[i]]]))
}
