import { type FigureSeries, figureOf, makeFigure } from '../tables/figure.ts'
import type { Segment } from '../tables/signals.ts'
import type { Table } from '../tables/table.ts'
import { type ClassSum, mergedSums } from './class-summary.ts'
import type { FigureContext } from './figure.ts'
import { groupsOf, identityOf, rowKeys } from './group.ts'
import { targetOf } from './target.ts'

/** What the windows of a recording are summed up to, and along what. */
export interface WindowSums {
  readonly segments: readonly Segment[]
  /** The vector of a window, shape [D]; one with a value that is not finite is left out. */
  readonly vectorOf: (segment: Segment) => Float64Array
  /** Channels and what else vectors are along; recordings must agree in them. */
  readonly facts: Readonly<Record<string, unknown>>
}

/**
 * Sums vectors over the windows of each class and group: the part of a figure that one recording
 * gives. A target that is a number makes one class of all windows.
 */
export function classSums(
  windows: Table<'windows'>,
  { segments, vectorOf, facts }: WindowSums,
  { target, unit }: FigureContext,
): Table<'figure'> {
  const { classes, y } = targetOf(windows, target)
  const groups = groupsOf(rowKeys(windows, [unit]), unit, identityOf(unit))
  const sums = segments.flatMap((segment): ClassSum[] => {
    const sum = vectorOf(segment)
    if (!sum.every(Number.isFinite)) return []
    const name = classes.length === 0 ? 'all' : classes[y[segment.from]]
    return [{ group: groups.names[groups.codes[segment.from]], name, count: 1, sum }]
  })
  const series = mergedSums(sums).map(({ group, name, count, sum }): FigureSeries => {
    const values = Float32Array.from(sum, (value) => value / count)
    return { panel: group, series: name, values, groups: count }
  })
  return makeFigure({ series, facts })
}

/** Parts of recordings put together. */
export interface JoinedSums {
  readonly sums: readonly ClassSum[]
  readonly facts: Readonly<Record<string, unknown>>
}

/** The sums of all recordings; `undefined` when they are not along the same channels and points. */
export function joinedSums(parts: readonly Table[]): JoinedSums | undefined {
  const read = parts
    .map((part) => figureOf(part as Table<'figure'>))
    .filter(({ series }) => series.length > 0)
  const [first] = read
  if (first === undefined) return undefined
  const same = JSON.stringify(first.facts)
  if (read.some(({ facts }) => JSON.stringify(facts) !== same)) return undefined
  const sums = read.flatMap(({ series }) =>
    series.map(({ panel, series: name, values, groups: count = 0 }): ClassSum => {
      return { group: panel, name, count, sum: Float64Array.from(values, (v) => v * count) }
    }),
  )
  return { sums: mergedSums(sums), facts: first.facts }
}

/** Why sums of recordings could not be put together. */
export const differing = 'recordings differ in channels, rate or length of windows'
