import { fail } from '../errors.ts'

/**
 * The words that an option lists, separated by commas, each once.
 *
 * @throws {NeurarrowError} `arguments-invalid` for a word that is not known, or none at all
 */
export function wordsFrom<W extends string>(
  option: string,
  value: string,
  known: readonly W[],
): W[] {
  const words = [...new Set(value.split(',').map((word) => word.trim()))]
  const found = words.flatMap((word) => known.find((one) => one === word) ?? [])
  if (found.length === words.length) return found
  return fail('arguments-invalid', { option, value, expected: known.join(', ') })
}
