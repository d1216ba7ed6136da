/** Where the columns of a density lie, and the bands wanted of it. */
export interface Bands {
  readonly rateHz: number
  /** Samples per segment of the density; its columns are rateHz / segment apart. */
  readonly segment: number
  /** Bands [low, high), Hz. */
  readonly bandsHz: readonly (readonly [number, number])[]
}

/**
 * Averages a density over the columns k with low <= k rateHz / segment < high, for each band.
 *
 * A column counts as on an edge when it lies within 1e-9 of it. NaN stays in its row.
 *
 * @param density shape [R, F] with F = floor(segment / 2) + 1, in u²/Hz
 * @param rows R
 * @returns shape [R, B], in u²/Hz
 * @throws {RangeError} a band holds no column
 */
export function bandPower(density: Float64Array, rows: number, bands: Bands): Float64Array {
  const { bandsHz } = bands
  const columns = bandColumns(bands)
  const width = Math.floor(bands.segment / 2) + 1
  const out = new Float64Array(rows * bandsHz.length)
  for (let b = 0; b < bandsHz.length; b++) {
    const { from, to } = columns[b]
    if (from >= to) throw new RangeError(`band ${bandsHz[b].join('-')} Hz holds no frequency`)
    for (let r = 0; r < rows; r++) {
      let sum = 0
      for (let k = from; k < to; k++) sum += density[r * width + k]
      out[r * bandsHz.length + b] = sum / (to - from)
    }
  }
  return out
}

/** The columns [from, to) of each band; none where `from` is not below `to`. */
export function bandColumns({ rateHz, segment, bandsHz }: Bands): { from: number; to: number }[] {
  const first = (hz: number) => Math.max(0, Math.ceil((hz * segment) / rateHz - 1e-9))
  const width = Math.floor(segment / 2) + 1
  return bandsHz.map(([low, high]) => ({ from: first(low), to: Math.min(first(high), width) }))
}
