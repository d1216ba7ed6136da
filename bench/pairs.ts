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
    target: atLeast === undefined ? '' : `at least ${Number(atLeast.toFixed(2))}`,
    verdict: atLeast === undefined ? '' : verdict(ratio >= atLeast, ratio / atLeast),
  }
}

/** What a side says of one piece of work that it timed itself. */
export interface Timed {
  /** Of processor or wall time, as the group says. */
  readonly seconds: number
  /** A number that follows from the whole result, such as its root mean square. */
  readonly check: number
}

/** A piece of work that both sides time by themselves. */
export interface TimedWork {
  readonly key: string
  readonly work: string
  readonly atLeast?: number
  /** How near the checks of both sides must be, as a share; 1e-5 when not given. */
  readonly within?: number
}

/**
 * Rows of works that scripts of both sides timed.
 *
 * @throws {Error} the checks of the sides differ
 */
export function timedRows(
  pairs: readonly Pair<Readonly<Record<string, Timed>>>[],
  works: readonly TimedWork[],
): Row[] {
  return works.map(({ key, work, atLeast, within = 1e-5 }) => {
    for (const { ours, python } of pairs) {
      const [a, b] = [ours[key].check, python[key].check]
      if (Math.abs(a - b) > within * Math.abs(b)) {
        throw new Error(`${key}: ${a} here, ${b} in Python`)
      }
    }
    return compare(pairs, { work, of: (side) => side[key].seconds, show: seconds, atLeast })
  })
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
