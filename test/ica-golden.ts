import { readFileSync } from 'node:fs'
import { hashed } from './linalg-golden.ts'

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

/** Features of ICLabel, each by itself: `images` [3, 32, 32], the others [3, 100]. */
export interface GoldenFeatures {
  /** Of 12 electrodes, two of them in one place; maps are `hashed(3, 12)`. */
  readonly positions: number[]
  readonly images: number[]
  readonly cases: {
    readonly rateHz: number
    readonly samples: number
    readonly psd: number[]
    readonly autocorrelation: number[]
  }[]
}

/** The sources of a case: a walk by a formula, and the mains; shape [3, T]. */
export function goldenSources(samples: number, rateHz: number): Float64Array {
  const out = hashed(3, samples)
  for (let i = 0; i < out.length; i++) {
    if (i % samples > 0) out[i] += out[i - 1]
  }
  return out.map((sum, i) => sum / 16 + 5 * Math.sin((2 * Math.PI * 50 * (i % samples)) / rateHz))
}

/** A recording of eegmat, decomposed and described; lists of f32 are in base64. */
export interface GoldenRecording {
  readonly file: string
  readonly channels: string[]
  /** Shape [C, 3]. */
  readonly positions: number[]
  readonly topo: string
  readonly psd: string
  readonly autocorrelation: string
  /** Probabilities, shape [K, 7]. */
  readonly labels: number[]
  readonly exclude: number[]
  /** The first 20 samples of each channel without the excluded components. */
  readonly cleaned: number[]
}

/** The numbers of a list of f32 in base64. */
export function fromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}
