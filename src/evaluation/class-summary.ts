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
  const names = [...new Set(sums.map(({ name }) => name))].sort()
  return names.map((name) => curveOf(name, groupMeans(sums.filter((one) => one.name === name))))
}

/** Group means of one class, shape [D] each. */
function groupMeans(sums: readonly ClassSum[]): Float64Array[] {
  const groups = new Map<string, { count: number; sum: Float64Array }>()
  for (const { group, count, sum } of sums) {
    const before = groups.get(group)
    const total = before?.sum ?? new Float64Array(sum.length)
    for (let d = 0; d < sum.length; d++) total[d] += sum[d]
    groups.set(group, { count: count + (before?.count ?? 0), sum: total })
  }
  const filled = [...groups.values()].filter(({ count }) => count > 0)
  return filled.map(({ count, sum }) => sum.map((value) => value / count))
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
