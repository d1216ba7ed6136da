import { fail } from '../errors.ts'
import { matrixOf } from './features.ts'
import { columnType, f64Of, hasColumn, i32Of, type Table, wordsOf } from './table.ts'

/** Mean features of each condition. */
export interface ConditionMeans {
  /** Names of the conditions, sorted; K of them. */
  readonly conditions: readonly string[]
  /** Shape [K, D]; NaN for a condition without rows. */
  readonly means: Float64Array
}

/**
 * The word of each row in a column: text as it is, numbers as they are written.
 *
 * @throws {NeurarrowError} `target-missing` when there is no such column
 */
export function columnWords(table: Table, name: string): string[] {
  if (!hasColumn(table, name)) fail('target-missing', { target: name })
  const type = columnType(table, name)
  if (type === 'text') return wordsOf(table, name)
  if (type !== 'f64' && type !== 'i32') fail('target-missing', { target: name, type })
  return Array.from<number, string>(
    type === 'f64' ? f64Of(table, name) : i32Of(table, name),
    String,
  )
}

/**
 * The mean features of the rows of each condition.
 *
 * @param of the condition of each row, shape [R]
 * @param keeps which rows count; all by default
 * @param conditions names and order; by default those of the rows, sorted, whole numbers by value
 */
export function conditionMeans(
  table: Table<'features'>,
  of: readonly string[],
  keeps: (row: number) => boolean = () => true,
  conditions: readonly string[] = sortedNames(of),
): ConditionMeans {
  const { values, cols } = matrixOf(table)
  const place = new Map(conditions.map((name, k) => [name, k]))
  const means = new Float64Array(conditions.length * cols)
  const counts = new Float64Array(conditions.length)
  for (const [r, name] of of.entries()) {
    const k = place.get(name)
    if (k === undefined || !keeps(r)) continue
    counts[k]++
    for (let d = 0; d < cols; d++) means[k * cols + d] += values[r * cols + d]
  }
  return { conditions, means: means.map((sum, i) => sum / counts[Math.floor(i / cols)]) }
}

function sortedNames(words: readonly string[]): string[] {
  const names = [...new Set(words)]
  const isNumber = names.every((name) => name.trim() !== '' && Number.isFinite(Number(name)))
  return isNumber ? names.sort((a, b) => Number(a) - Number(b)) : names.sort()
}
