import { type Segment, type Signals, segmentsOf } from './signals.ts'

/**
 * The blocks of a signals or windows table, those of one segment or window together.
 *
 * @returns groups in row order; one has several blocks, of shape [C, T] each, only where channels
 *   of one segment differ in rate or length
 */
export function segmentGroups(table: Signals): Segment[][] {
  const groups: Segment[][] = []
  for (const segment of segmentsOf(table)) {
    const last = groups.at(-1)
    const [first] = last ?? []
    const same = first?.recording === segment.recording && first.index === segment.index
    if (same) last?.push(segment)
    else groups.push([segment])
  }
  return groups
}
