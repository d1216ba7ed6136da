import { halfSpectrum } from './half-spectrum.ts'
import { unset32 } from './recycling.ts'
import { keepSpectrum } from './spectra.ts'

/** How a row is cut into frames, and what is kept of each frame's spectrum. */
export interface StftOptions {
  /** Samples per frame, N. */
  readonly segment: number
  /** Samples from the start of a frame to the start of the next. */
  readonly hop: number
  /** Taper of a frame, shape [N]; each product with it is divided by `divisor`. */
  readonly taper: Float64Array
  readonly divisor: number
  /**
   * What stands before and after a row: `zeros` and `reflect` put floor(N / 2) samples there, so
   * that frame m is centred at sample m · hop; `none` nothing.
   */
  readonly edge: 'zeros' | 'reflect' | 'none'
  /** Whether zeros are added until the last frame is whole, or the tail is left out. */
  readonly fill: boolean
  /** Frequencies kept from 0 on, K; at most floor(N / 2) + 1. */
  readonly bins: number
  /** Magnitude |X|, power |X|², or the natural logarithm of the magnitude (-Infinity for 0). */
  readonly value: 'magnitude' | 'power' | 'log'
}

/**
 * Counts the frames of a row of T samples.
 *
 * @returns M, 0 when the row, with what is put around it, is shorter than a frame
 */
export function frameCount(samples: number, options: FrameOptions): number {
  const { segment, hop, edge, fill } = options
  const length = samples + (edge === 'none' ? 0 : 2 * Math.floor(segment / 2))
  if (length < segment || (edge === 'reflect' && samples <= Math.floor(segment / 2))) return 0
  const whole = (length - segment) / hop
  return (fill ? Math.ceil(whole) : Math.floor(whole)) + 1
}

type FrameOptions = Pick<StftOptions, 'segment' | 'hop' | 'edge' | 'fill'>

/**
 * Does what `stft` does, one frame at a time.
 *
 * @param x shape [R, T]
 * @returns shape [R, M, K]
 */
export function stftScalar(x: Float32Array, rows: number, options: StftOptions): Float32Array {
  const { segment, taper, bins } = options
  const frames = rows === 0 ? 0 : frameCount(x.length / rows, options)
  const samples = rows === 0 ? 0 : x.length / rows
  const transform = halfSpectrum(segment)
  const from = new Float64Array(segment)
  const into = new Float64Array(2 * (Math.floor(segment / 2) + 1))
  const weights = taper.map((weight) => weight / options.divisor)
  const out = unset32(rows * frames * bins)
  for (let r = 0; r < rows; r++) {
    const row = x.subarray(r * samples, (r + 1) * samples)
    for (let m = 0; m < frames; m++) {
      cutFrame(row, { from, weights, first: m * options.hop, edge: options.edge })
      transform(from, into)
      const kept = out.subarray((r * frames + m) * bins, (r * frames + m + 1) * bins)
      keepSpectrum(into, kept, options.value)
      if (options.value === 'magnitude') rootPowers(into, kept)
    }
  }
  return out
}

/** Roots of powers rounded to f32, as the kernels take them where an f32 has full precision. */
function rootPowers(spectrum: Float64Array, kept: Float32Array): void {
  for (let k = 0; k < kept.length; k++) {
    const power = spectrum[2 * k] * spectrum[2 * k] + spectrum[2 * k + 1] * spectrum[2 * k + 1]
    if (power > 1e-36 && power < 1e38) kept[k] = Math.sqrt(Math.fround(power))
  }
}

interface Frame {
  readonly from: Float64Array
  readonly weights: Float64Array
  readonly first: number
  readonly edge: StftOptions['edge']
}

/** The samples of one frame, weighted; `first` counts from the first sample put before the row. */
function cutFrame(row: Float32Array, { from, weights, first, edge }: Frame): void {
  const start = first - (edge === 'none' ? 0 : Math.floor(from.length / 2))
  const last = row.length - 1
  if (start >= 0 && start + from.length <= row.length) {
    for (let n = 0; n < from.length; n++) from[n] = row[start + n] * weights[n]
    return
  }
  for (let n = 0; n < from.length; n++) {
    const at = start + n
    const isInside = at >= 0 && at <= last
    const mirrored = at < 0 ? -at : 2 * last - at
    const value = isInside ? row[at] : edge === 'reflect' ? row[mirrored] : 0
    from[n] = value * weights[n]
  }
}
