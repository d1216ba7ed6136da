import type { MapResult } from '../store/run.ts'
import { listsOf, wordsOf } from '../tables/table.ts'
import type { RunMaps } from './maps.ts'

/** What `run.json` says of maps: range and mean of each, where it is highest, and what they
 * come to as a whole. */
export function mapFacts({ use, title, folds, table, scores, layers }: RunMaps): MapResult {
  const { values, size } = listsOf(table, 'features')
  const names = JSON.parse(table.meta.names) as string[]
  const maps = wordsOf(table, 'map').map((name, m) => {
    const own = values.subarray(m * size, (m + 1) * size)
    let [sum, count, low, high, at] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1]
    for (const [d, value] of own.entries()) {
      if (Number.isNaN(value)) continue
      sum += value
      count++
      low = Math.min(low, value)
      if (value > high) [high, at] = [value, d]
    }
    return { name, mean: sum / count, low, high, peak: names[at] ?? '' }
  })
  const end = { ...(scores ? { scores } : {}), ...(layers ? { layers } : {}) }
  return { use, title, folds, features: size, maps, ...end }
}
