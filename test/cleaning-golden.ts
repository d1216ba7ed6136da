import { readFileSync } from 'node:fs'

/** Reads a file of `test/golden/cleaning`. */
export function cleaningGolden<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`golden/cleaning/${file}`, import.meta.url), 'utf8')) as T
}

/** Windows of `autoreject.json`, and what the package says of them. */
export interface GoldenAutoReject {
  readonly channels: number
  readonly places: number[]
  readonly windows: number
  /** Shape [N, C, T]. */
  readonly x: number[]
  /** Sample 11 of each channel as the others predict it, shape [N, C]. */
  readonly augmented: number[]
  /** Of windows, then predicted windows. */
  readonly folds: [number[], number[]][]
  readonly curves: { channel: number; thresholds: number[]; loss: number[] }[]
  readonly chosen: number[]
  readonly global: { thresholds: number[]; loss: (number | null)[]; chosen: number }
  readonly thresholds: number[]
  readonly consensus: number[]
  readonly tried: number[]
  /** Shape [consensus, tried]; null is infinite. */
  readonly loss: (number | null)[]
  readonly logs: {
    readonly consensus: number
    readonly interpolate: number
    readonly bad: number[]
    readonly labels: number[]
    /** Sample 7 of each channel of every fourth window that is kept. */
    readonly clean: number[]
  }[]
}

/** The windows of `autoreject.json`, shape [C, T] each. */
export function goldenWindows({ x, windows }: Pick<GoldenAutoReject, 'x' | 'windows'>) {
  const size = x.length / windows
  return Array.from({ length: windows }, (_, w) => {
    return Float32Array.from(x.slice(w * size, (w + 1) * size))
  })
}

/** The largest difference, relative to the largest magnitude that is expected. */
export function relativeError(found: ArrayLike<number>, wanted: readonly number[]): number {
  if (found.length !== wanted.length) return Number.POSITIVE_INFINITY
  const most = wanted.reduce((top, v) => Math.max(top, Math.abs(v)), 0)
  return wanted.reduce((worst, v, i) => Math.max(worst, Math.abs(found[i] - v)), 0) / most
}

/** Signals of `ransac.json`, what PyPREP says of them, and distances of their spectra. */
export interface GoldenRansac {
  readonly places: number[]
  /** Shape [C, T]. */
  readonly x: number[]
  readonly sets: number[][]
  readonly windowS: number
  readonly rateHz: number
  /** Shape [W, C]. */
  readonly correlations: number[]
  readonly bad: number[]
  /** Shape [C, F], without 0 Hz. */
  readonly density: number[]
  readonly distances: number[]
  readonly factor: number
  readonly far: number[]
}

/** Signals of `asr.json`, and what asrpy makes of them. */
export interface GoldenAsr {
  readonly rateHz: number
  readonly channels: number
  /** Shape [C, T]. */
  readonly x: number[]
  readonly filters: { rateHz: number; b: number[]; a: number[] }[]
  readonly amplitudes: number[]
  readonly mean: number
  readonly deviation: number
  /** Shape [N, 3]. */
  readonly points: number[]
  readonly median: number[]
  /** Where stretches of samples that are kept begin and end. */
  readonly kept: number[]
  readonly cutoff: number
  readonly badShare: number
  readonly mixing: number[]
  /** Thresholds, transposed, times themselves. */
  readonly limits: number[]
  /** Every ninth sample up to the last 64, shape [C, S]. */
  readonly clean: number[]
  readonly changed: number
}
