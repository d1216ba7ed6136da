import { bandColumns } from '../kernels/band-power.ts'
import { roundHalfEven } from '../kernels/round-half-even.ts'
import type { ShapeIssue } from '../stage.ts'

/** Bands, and the length of the segments whose spectra they are taken from. */
export interface SegmentBands {
  readonly bandsHz: readonly (readonly [number, number])[]
  readonly segmentS: number
}

/** Samples of a segment, at least 2. */
export function segmentSamples(segmentS: number, rateHz: number): number {
  return Math.max(2, roundHalfEven(segmentS * rateHz))
}

/** Says which bands reach above half the rate, or hold no frequency of a segment's spectrum. */
export function bandIssues({ bandsHz, segmentS }: SegmentBands, rateHz: number): ShapeIssue[] {
  const columns = bandColumns({ rateHz, segment: segmentSamples(segmentS, rateHz), bandsHz })
  return bandsHz.flatMap(([low, high], b) => {
    const path = ['bandsHz', b]
    if (high > rateHz / 2) {
      const message = `${high} Hz is above half the sampling rate of ${rateHz} Hz`
      return [{ path, message }]
    }
    if (columns[b].from < columns[b].to) return []
    const message = `a segment of ${segmentS} s has no frequency from ${low} to ${high} Hz`
    return [{ path, message }]
  })
}
