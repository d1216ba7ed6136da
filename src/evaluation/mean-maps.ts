import { fail } from '../errors.ts'
import { i32, lists, listsOf, makeTable, type Table, textOf, wordsOf } from '../tables/table.ts'
import type { FoldMaps } from './map-kind.ts'

/**
 * The mean of each map over folds, by the names of features; folds may have different features.
 *
 * A fold without a feature is left out of its mean, or counts as `absent`. So is a value that is
 * NaN; a feature without any value is NaN.
 *
 * @returns a row a map: `map`, `folds` (how many there were), `features`; metadata as of a fold
 */
export function meanMaps(folds: readonly FoldMaps[], absent?: number): Table<'features'> {
  const [first] = folds
  if (first === undefined) return fail('internal', { folds: 0 })
  const maps = [...new Set(folds.flatMap((fold) => wordsOf(fold, 'map')))]
  const names = [...new Set(folds.flatMap(namesOf))].sort(inOrderOf(folds))
  const place = new Map(names.map((name, d) => [name, d]))
  const sums = new Float64Array(maps.length * names.length)
  const counts = new Float64Array(sums.length)
  for (const fold of folds) {
    const { values, size } = listsOf(fold, 'features')
    const own = namesOf(fold).map((name) => place.get(name) ?? 0)
    for (const [row, map] of wordsOf(fold, 'map').entries()) {
      const to = maps.indexOf(map) * names.length
      for (let d = 0; d < size; d++) {
        const value = values[row * size + d]
        if (Number.isNaN(value)) continue
        sums[to + own[d]] += value
        counts[to + own[d]]++
      }
    }
  }
  const means = Float32Array.from(sums, (sum, i) =>
    absent === undefined
      ? sum / counts[i]
      : (sum + absent * (folds.length - counts[i])) / folds.length,
  )
  const columns = {
    map: textOf(maps),
    folds: i32(new Int32Array(maps.length).fill(folds.length)),
    features: lists(means, names.length),
  }
  return makeTable('features', columns, { ...first.meta, names: JSON.stringify(names) })
}

function namesOf({ meta }: FoldMaps): string[] {
  return JSON.parse(meta.names) as string[]
}

/** Sorts names as the first fold that has both has them; others as they appear. */
function inOrderOf(folds: readonly FoldMaps[]): (a: string, b: string) => number {
  const place = new Map<string, number>()
  for (const name of folds.flatMap(namesOf)) place.set(name, place.get(name) ?? place.size)
  const voxel = (name: string) => name.split(',').map(Number)
  const isVoxel = [...place.keys()].every((name) => /^\d+,\d+,\d+$/.test(name))
  return (a, b) => {
    if (!isVoxel) return (place.get(a) ?? 0) - (place.get(b) ?? 0)
    const [p, q] = [voxel(a), voxel(b)]
    return p[0] - q[0] || p[1] - q[1] || p[2] - q[2]
  }
}
