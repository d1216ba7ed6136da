import { studentQuantile } from '../kernels/noncentral-t.ts'
import type { FigureSeries } from '../tables/figure.ts'

/** Sums of vectors of one class in one group, for instance of one recording. */
export interface ClassSum {
  readonly group: string
  readonly name: string
  readonly count: number
  /** Shape [D]: the sum over `count` vectors. */
  readonly sum: Float64Array
}

/** One class over groups. */
export interface ClassCurve extends Required<Omit<FigureSeries, 'panel'>> {
  /** Shape [G, D]: the mean of each group, in order of appearance. */
  readonly perGroup: readonly Float64Array[]
}

/**
 * The mean of each class over groups, every group counting once, with the 95 % interval of
 * Student's t over groups; without a band (low and high equal the mean) where there is one group.
 *
 * @param sums in any number for a group and class; they are added up
 * @returns classes in sorted order
 */
export function classCurves(sums: readonly ClassSum[]): ClassCurve[] {
  const merged = mergedSums(sums)
  const names = [...new Set(merged.map(({ name }) => name))].sort()
  return names.map((name) => {
    const own = merged.filter((one) => one.name === name)
    return curveOf(
      name,
      own.map(({ sum, count }) => sum.map((value) => value / count)),
    )
  })
}

/** One sum for each group and class, in order of appearance; those of no vectors are left out. */
export function mergedSums(sums: readonly ClassSum[]): ClassSum[] {
  const merged = new Map<string, ClassSum>()
  for (const { group, name, count, sum } of sums) {
    if (count === 0) continue
    const key = JSON.stringify([group, name])
    const before = merged.get(key)
    const total = before?.sum ?? new Float64Array(sum.length)
    for (let d = 0; d < sum.length; d++) total[d] += sum[d]
    merged.set(key, { group, name, count: count + (before?.count ?? 0), sum: total })
  }
  return [...merged.values()]
}

function curveOf(series: string, perGroup: readonly Float64Array[]): ClassCurve {
  const depth = perGroup[0]?.length ?? 0
  const [values, low, high] = [0, 0, 0].map(() => new Float32Array(depth))
  const n = perGroup.length
  const reach = n > 1 ? studentQuantile(0.975, n - 1) / Math.sqrt(n) : 0
  for (let d = 0; d < depth; d++) {
    let mean = 0
    for (const one of perGroup) mean += one[d] / n
    let squares = 0
    for (const one of perGroup) squares += (one[d] - mean) ** 2
    const half = reach * Math.sqrt(squares / Math.max(1, n - 1))
    values[d] = mean
    low[d] = mean - half
    high[d] = mean + half
  }
  return { series, values, low, high, groups: n, perGroup }
}
