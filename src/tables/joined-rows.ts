import type { Segment } from './signals.ts'

/** A segment, and those of its rows that are looked at. */
export interface Part {
  readonly segment: Segment
  readonly rows: readonly number[]
}

/**
 * Rows of all segments of a recording, laid one after the other: shape [C, T], T the samples of all
 * segments together.
 *
 * @param parts each with the same number of rows, in the same order of channels
 */
export function joinedRows<P extends Part>(
  parts: readonly P[],
  rowsOf = (part: P): readonly number[] => part.rows,
): Float32Array {
  const [first] = parts
  if (first === undefined) return new Float32Array(0)
  const total = parts.reduce((sum, { segment }) => sum + segment.samples, 0)
  const out = new Float32Array(total * rowsOf(first).length)
  let from = 0
  for (const part of parts) {
    const { values, samples } = part.segment
    for (const [c, row] of rowsOf(part).entries()) {
      out.set(values.subarray(row * samples, (row + 1) * samples), c * total + from)
    }
    from += samples
  }
  return out
}
