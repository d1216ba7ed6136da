import type { Row } from './settings.ts'

/** One piece of work, done once by each side. */
export interface Pair<T> {
  readonly ours: T
  readonly python: T
}

/**
 * Does both sides' work in turns; which begins changes with every pair, so that a slow minute of
 * the machine meets both.
 */
export function inTurns<T>(count: number, ours: () => T, python: () => T): Pair<T>[] {
  return Array.from({ length: count }, (_, i) => {
    if (i % 2 === 0) {
      const first = ours()
      return { ours: first, python: python() }
    }
    const first = python()
    return { ours: ours(), python: first }
  })
}

/** How a row is made from pairs. */
export interface Compared<T> {
  readonly work: string
  readonly of: (side: T) => number
  readonly show: (value: number) => string
  /** The target: Python over ours is at least this. */
  readonly atLeast?: number
}

/** A row with medians of both sides and the median of the ratios of the pairs. */
export function compare<T>(pairs: readonly Pair<T>[], compared: Compared<T>): Row {
  const { work, of, show, atLeast } = compared
  const ratio = median(pairs.map(({ ours, python }) => of(python) / of(ours)))
  return {
    work,
    ours: show(median(pairs.map(({ ours }) => of(ours)))),
    python: show(median(pairs.map(({ python }) => of(python)))),
    ratio: ratio.toFixed(2),
    target: atLeast === undefined ? '' : `at least ${atLeast}`,
    verdict: atLeast === undefined ? '' : verdict(ratio >= atLeast, ratio / atLeast),
  }
}

/** `met`, or which part of the target was reached. */
export function verdict(met: boolean, part: number): string {
  return met ? 'met' : `not met: ${Math.round(100 * part)} % of it`
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

/** A time for people: `1.23 s`, `45.6 ms`, `7.8 us`. */
export function seconds(value: number): string {
  if (value >= 1) return `${value.toFixed(2)} s`
  return value >= 1e-3 ? `${(value * 1e3).toPrecision(3)} ms` : `${(value * 1e6).toPrecision(3)} us`
}

/** Memory for people. */
export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`
}
