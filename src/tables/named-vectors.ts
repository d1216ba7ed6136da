import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import { labelNames } from './keys.ts'
import { columnType, hasColumn, listsOf, type Table, wordsOf } from './table.ts'

/**
 * The words of a label column.
 *
 * @throws {NeurarrowError} `target-missing` without such a column of words
 */
export function labelWords(table: Table, by: string): string[] {
  if (hasColumn(table, by) && columnType(table, by) === 'text') return wordsOf(table, by)
  return fail('target-missing', { target: by, columns: labelNames(table) })
}

/**
 * The vectors that a table of names (`id`) and vectors has for some words.
 *
 * @param by what the words are, for the failure
 * @returns `values`, shape [N, size], in the order of the words
 * @throws {NeurarrowError} `target-missing` for a word that the table lacks
 */
export function namedVectors(
  from: Table<'features'>,
  words: readonly string[],
  by: string,
): { values: Float32Array; size: number } {
  const { values: all, size } = listsOf(from, 'features')
  const place = new Map(wordsOf(from, 'id').map((id, row) => [id, row]))
  const values = unset32(words.length * size)
  for (const [n, word] of words.entries()) {
    const at = place.get(word) ?? fail('target-missing', { target: by, value: word })
    values.set(all.subarray(at * size, (at + 1) * size), n * size)
  }
  return { values, size }
}
