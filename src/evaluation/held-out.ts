import { fail } from '../errors.ts'
import { naturalOrder } from '../kernels/natural-order.ts'
import type { Groups } from './group.ts'

/** Which groups are tested and trained on, by name. */
export interface Held {
  readonly test: readonly string[]
  /** All others when absent. */
  readonly train?: readonly string[]
  /** What the names are names of. */
  readonly by: string
}

/**
 * 0 for a test group, 1 for a training group, `undefined` for one in neither.
 *
 * @throws {NeurarrowError} `split-impossible` for a name that is unknown or on both sides, or when
 *   a side is empty
 */
export function heldOut({ names }: Groups, held: Held): (number | undefined)[] {
  const test = new Set(membersOf(held.test, names))
  const train = new Set(
    held.train ? membersOf(held.train, names) : names.filter((name) => !test.has(name)),
  )
  const unknown = [...test, ...train].filter((name) => !names.includes(name))
  const both = [...test].filter((name) => train.has(name))
  if (unknown.length > 0) {
    fail('split-impossible', { by: held.by, unknown, groups: names.slice(0, 40) })
  }
  if (both.length > 0) fail('split-impossible', { by: held.by, trainAndTest: both })
  if (train.size === 0) fail('split-impossible', { by: held.by, training: 0 })
  if (test.size === 0) fail('split-impossible', { by: held.by, tested: 0, test: held.test })
  return names.map((name) => (test.has(name) ? 0 : train.has(name) ? 1 : undefined))
}

/** The names that are meant; of a range A..B those that are there, which may be none. */
function membersOf(wanted: readonly string[], names: readonly string[]): string[] {
  return wanted.flatMap((word) => {
    const [, from, to] = /^(.+)\.\.(.+)$/.exec(word) ?? []
    if (from === undefined || names.includes(word)) return [word]
    return names.filter((name) => naturalOrder(from, name) <= 0 && naturalOrder(name, to) <= 0)
  })
}
