/** A grid of frequencies and times for each row. */
export interface Grid {
  /** Shape [R, F, M, P], P numbers a point. */
  readonly values: Float64Array
  readonly rows: number
  readonly frequencies: number
  readonly frames: number
  readonly parts: number
}

/**
 * Averages a grid over runs of frequencies and runs of frames, and puts time before frequency.
 *
 * @param groups the frequencies [from, to) of each column of the result, none empty
 * @param run frames that are averaged; what is left at the end is dropped
 * @returns shape [R, floor(M / run), P, G]
 */
export function reduceGrid(
  { values, rows, frequencies, frames, parts }: Grid,
  groups: readonly { readonly from: number; readonly to: number }[],
  run: number,
): Float32Array {
  const kept = Math.floor(frames / run)
  const width = groups.length * parts
  const out = new Float32Array(rows * kept * width)
  for (let r = 0; r < rows; r++) {
    for (const [g, { from, to }] of groups.entries()) {
      const share = 1 / ((to - from) * run)
      for (let m = 0; m < kept; m++) {
        for (let p = 0; p < parts; p++) {
          let sum = 0
          for (let k = from; k < to; k++) {
            const first = ((r * frequencies + k) * frames + m * run) * parts + p
            for (let i = 0; i < run; i++) sum += values[first + i * parts]
          }
          out[(r * kept + m) * width + p * groups.length + g] = sum * share
        }
      }
    }
  }
  return out
}
