import { fail } from '../errors.ts'
import { firstHole } from '../kernels/first-hole.ts'
import { labelNames } from '../tables/keys.ts'
import { keyColumns } from '../tables/kind.ts'
import { columnType, f64Of, hasColumn, listsOf, type Table, wordsOf } from '../tables/table.ts'

/** What is decoded, row by row. */
export interface Target {
  /** The column. */
  readonly name: string
  /** The distinct classes in sorted order; empty when the target is a number. */
  readonly classes: readonly string[]
  /** Shape [R]: class codes 0..K-1, or numbers; of vectors [R, width]. */
  readonly y: Float64Array
  /** Numbers of a row, where the target is a vector. */
  readonly width?: number
}

/**
 * The target of a table's rows: a text column gives classes, a column of numbers gives numbers, a
 * column of lists of one length gives vectors.
 *
 * @param classes the classes of the whole run, so that codes mean the same in every part of it; by
 *   default those of this table
 * @throws {NeurarrowError} `target-missing` with the columns there are, or that a class is unknown;
 *   `non-finite` when a number is not finite
 */
export function targetOf(table: Table, name: string, classes?: readonly string[]): Target {
  const columns = [...labelNames(table), ...keyColumns].filter((one) => hasColumn(table, one))
  if (!columns.includes(name)) fail('target-missing', { target: name, columns })
  const type = columnType(table, name)
  if (type === 'lists') return vectorTarget(table, name)
  if (type !== 'text') return { name, classes: [], y: finite(table, name) }
  const words = wordsOf(table, name)
  const all = classes ?? classesOf(words)
  const code = new Map(all.map((word, k) => [word, k]))
  const y = Float64Array.from(words, (word) => {
    return code.get(word) ?? fail('target-missing', { target: name, value: word, classes: all })
  })
  return { name, classes: all, y }
}

function vectorTarget(table: Table, name: string): Target {
  const { values, size } = listsOf(table, name)
  return { name, classes: [], y: Float64Array.from(values), width: size }
}

/** The distinct words in order of their code units. */
export function classesOf(words: readonly string[]): string[] {
  return [...new Set(words)].sort()
}

function finite(table: Table, name: string): Float64Array {
  const y = f64Of(table, name)
  const row = firstHole(y)
  if (row < 0) return y
  return fail('non-finite', {
    column: name,
    recording: wordsOf(table, 'recording')[row],
    value: String(y[row]),
  })
}
