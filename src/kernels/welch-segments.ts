import { hannPeriodic } from './taper.ts'

/** How rows are cut into segments. */
export interface WelchOptions {
  /** Sampling rate, Hz. */
  readonly rateHz: number
  /** S, samples per segment, from 2 to T; the resolution is rateHz / S. */
  readonly segment: number
  /** Samples that two neighbouring segments share, from 0 to S - 1; S / 2 by default. */
  readonly shared?: number
}

/** What follows from the options and the length of a row. */
export interface Segments {
  /** S. */
  readonly segment: number
  /** Samples from the start of a segment to that of the next. */
  readonly step: number
  readonly count: number
  /** floor(S / 2) + 1. */
  readonly bins: number
  /** Shape [S]. */
  readonly taper: Float64Array
  /** What turns sums of |transform|² at the frequencies k and -k into a density, shape [bins]. */
  readonly scale: Float64Array
}

/**
 * Lays segments over rows of T samples; the arrays have shape [S] and [floor(S / 2) + 1].
 *
 * @throws {RangeError} the segment is not from 2 to T, or the overlap not below the segment
 */
export function welchSegments(samples: number, options: WelchOptions): Segments {
  const { rateHz, segment, shared = Math.floor(segment / 2) } = options
  if (!(Number.isInteger(segment) && segment >= 2 && segment <= samples)) {
    throw new RangeError(`segment ${segment} is not from 2 to ${samples} samples`)
  }
  if (!(Number.isInteger(shared) && shared >= 0 && shared < segment)) {
    throw new RangeError(`overlap ${shared} is not below the segment ${segment}`)
  }
  const bins = Math.floor(segment / 2) + 1
  const step = segment - shared
  const count = Math.floor((samples - shared) / step)
  const taper = hannPeriodic(segment)
  const energy = taper.reduce((sum, weight) => sum + weight * weight, 0)
  const scale = Float64Array.from({ length: bins }, (_, k) => {
    const once = k === 0 || 2 * k === segment
    return (once ? 0.5 : 1) / (rateHz * energy * count)
  })
  return { segment, step, count, bins, taper, scale }
}
