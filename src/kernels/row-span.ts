/** The extremes of one row and whether all of it is finite. */
export interface RowSpan {
  /** Largest less smallest finite value; 0 when none is finite. */
  readonly peakToPeak: number
  readonly finite: boolean
}

/**
 * Finds how far each row reaches from its smallest to its largest value.
 *
 * Values that are not finite are left out, and told by `finite`.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @returns shape [R]
 */
export function rowSpans(x: Float32Array, rows: number): RowSpan[] {
  const samples = rows === 0 ? 0 : x.length / rows
  return Array.from({ length: rows }, (_, r) => {
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    let check = 0
    for (let i = r * samples; i < (r + 1) * samples; i++) {
      const value = x[i]
      check += value * 0
      if (value < low && value !== Number.NEGATIVE_INFINITY) low = value
      if (value > high && value !== Number.POSITIVE_INFINITY) high = value
    }
    return { peakToPeak: high >= low ? high - low : 0, finite: check === 0 }
  })
}
