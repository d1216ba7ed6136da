import { fail } from '../errors.ts'
import { didYouMean } from '../kernels/nearest-name.ts'

/**
 * The subjects that a selection names, in the order of the card.
 *
 * @param all the subjects of the data set, in the order of its card
 * @param selection a name, a list `A,B`, a range `A..B` in that order, or an array of these; all
 *   subjects without it
 * @throws {NeurarrowError} `arguments-invalid` for a name that does not exist, with the nearest,
 *   and for a range that runs backwards or a selection that is empty
 */
export function chooseSubjects(
  all: readonly string[],
  selection?: string | readonly string[],
): string[] {
  if (selection === undefined) return [...all]
  const parts = typeof selection === 'string' ? [selection] : selection
  const pieces = parts.flatMap((part) => (all.includes(part) ? [part] : part.split(',')))
  const words = pieces.map((word) => word.trim()).filter((word) => word !== '')
  if (words.length === 0) fail('arguments-invalid', { option: 'subjects', value: selection })
  const chosen = new Set(words.flatMap((word) => expand(all, word)))
  return all.filter((subject) => chosen.has(subject))
}

function expand(all: readonly string[], word: string): readonly string[] {
  if (all.includes(word)) return [word]
  const range = word.split('..').map((end) => end.trim())
  if (range.length !== 2) return [all[indexOf(all, word)]]
  const [from, to] = range.map((end) => indexOf(all, end))
  if (from > to) {
    fail('arguments-invalid', { option: 'subjects', value: word, expected: 'a range in order' })
  }
  return all.slice(from, to + 1)
}

function indexOf(all: readonly string[], subject: string): number {
  const index = all.indexOf(subject)
  if (index >= 0) return index
  const remedy = didYouMean(subject, all).slice(2) || `subjects are ${all[0]} to ${all.at(-1)}`
  return fail('arguments-invalid', { option: 'subjects', value: subject, remedy })
}
