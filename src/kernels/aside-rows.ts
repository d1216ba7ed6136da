import { random } from './random.ts'

/**
 * Keeps some groups of rows aside, to see when training has gone far enough: a fifth of them, at
 * least one, drawn by the seed.
 *
 * @param groups code of each row's group, shape [R]
 * @returns rows to train on and rows aside, both ascending; `undefined` when there are less than
 *   three groups
 */
export function asideRows(
  groups: ArrayLike<number>,
  seed: number,
): { train: Int32Array; aside: Int32Array } | undefined {
  const names = [...new Set(Array.from(groups))].sort((a, b) => a - b)
  if (names.length < 3) return undefined
  const drawn = random(seed)
    .shuffle(names)
    .slice(0, Math.max(1, Math.floor(names.length / 5)))
  const chosen = new Set(drawn)
  const rows = Int32Array.from(groups, (_, r) => r)
  return {
    train: rows.filter((r) => !chosen.has(groups[r])),
    aside: rows.filter((r) => chosen.has(groups[r])),
  }
}
