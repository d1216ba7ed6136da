import { bandColumns } from './band-power.ts'
import { measureKinds, type PairSums, pairMeasures, type SpectralMeasure } from './pair-measures.ts'
import { segmentSpectra } from './segment-spectra.ts'

/** How spectra are estimated, and in which bands they are averaged. */
export interface ConnectivityOptions {
  readonly measure: SpectralMeasure
  readonly rateHz: number
  /** Samples of a segment; each gives one estimate of phase and amplitude. */
  readonly segment: number
  readonly shared: number
  /** Bands [low, high), Hz; each holds a frequency. */
  readonly bandsHz: readonly (readonly [number, number])[]
}

/**
 * Does what `spectralConnectivity` does, one pair and one segment at a time.
 *
 * @param x shape [C, T]
 * @returns shape [C (C - 1) / 2, B]
 */
export function spectralConnectivityScalar(
  x: Float32Array,
  channels: number,
  options: ConnectivityOptions,
): Float64Array {
  const { measure } = options
  const columns = bandColumns(options)
  const from = Math.min(...columns.map((band) => band.from))
  const to = Math.max(...columns.map((band) => band.to))
  const { values, count } = segmentSpectra(x, channels, options, { from, to })
  const isPhase = measureKinds[measure] === 'phase'
  const size = 2 * count
  const out: number[] = []
  for (let i = 0; i < channels; i++) {
    for (let j = i + 1; j < channels; j++) {
      for (const band of columns) {
        let sum = 0
        for (let k = band.from - from; k < band.to - from; k++) {
          const one = values.subarray((k * channels + i) * size, (k * channels + i + 1) * size)
          const other = values.subarray((k * channels + j) * size, (k * channels + j + 1) * size)
          sum += pairMeasures[measure](sumsOf(one, other, isPhase))
        }
        out.push(sum / (band.to - band.from))
      }
    }
  }
  return Float64Array.from(out)
}

/** Sums over the segments of two channels, shape [2, S] each. */
function sumsOf(a: Float64Array, b: Float64Array, isPhase: boolean): PairSums {
  const count = a.length / 2
  const sums = { count, re: 0, im: 0, ofA: 0, ofB: 0, sizes: 0, squares: 0, signs: 0 }
  for (let s = 0; s < count; s++) {
    const re = a[s] * b[s] + a[count + s] * b[count + s]
    const im = a[count + s] * b[s] - a[s] * b[count + s]
    const by = isPhase ? Math.sqrt(re * re + im * im) : 1
    sums.re += re / by
    sums.im += im / by
    sums.ofA += a[s] * a[s] + a[count + s] * a[count + s]
    sums.ofB += b[s] * b[s] + b[count + s] * b[count + s]
    sums.sizes += Math.abs(im)
    sums.squares += im * im
    sums.signs += Math.sign(im)
  }
  return sums
}
