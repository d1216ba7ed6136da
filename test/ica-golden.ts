import { readFileSync } from 'node:fs'

/** Reads a file of `test/golden/ica`. */
export function icaGolden<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`golden/ica/${file}`, import.meta.url), 'utf8')) as T
}

/** Signals of `components.json`, shape [C, T]. */
export interface GoldenSignals {
  readonly channels: number
  readonly x: number[]
}

/** A decomposition by MNE: columns of the mixing matrix, and 40 samples without some components. */
export interface GoldenComponents {
  readonly name: string
  readonly method: 'picard' | 'infomax' | 'fastica' | 'fasticaDeflation'
  readonly components: 'rank' | number
  /** Which of the signals. */
  readonly x: number
  readonly mne: {
    readonly components: number
    readonly mixing: number[]
    readonly exclude: number[]
    readonly cleaned: number[]
  }
}

export interface GoldenFile {
  readonly signals: GoldenSignals[]
  readonly cases: GoldenComponents[]
}

/** A column of a matrix [C, K], of length 1, its largest magnitude positive. */
export function directionOf(matrix: ArrayLike<number>, count: number, column: number): number[] {
  const values = Array.from(matrix).filter((_, i) => i % count === column)
  const length = Math.hypot(...values)
  const top = values.reduce((best, v) => (Math.abs(v) > Math.abs(best) ? v : best), 0)
  return values.map((v) => (Math.sign(top) * v) / length)
}
