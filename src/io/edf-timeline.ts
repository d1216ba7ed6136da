import type { EdfAnnotations } from './edf-annotations.ts'
import type { EdfHeader } from './edf-header.ts'

/** Data records that follow each other without a gap. */
export interface EdfPiece {
  /** From the start of the recording, s. */
  readonly startS: number
  readonly durationS: number
  readonly firstRecord: number
  readonly records: number
}

/** The contiguous pieces of a file, and what its record times say wrongly. */
export interface EdfTimeline {
  readonly pieces: readonly EdfPiece[]
  readonly warnings: readonly string[]
  /** The first record whose time is missing or before the end of the one before. */
  readonly badRecord?: number
}

/** Record times are written with three decimals at the least. */
const coarsestS = 0.00051

/**
 * Lays a file's records out in time: one piece when it is uninterrupted, else one for each run of
 * records whose times follow each other to half a sample of the fastest channel (or half a
 * millisecond, to which times may be rounded).
 *
 * A file that calls itself continuous is one piece, whatever its records say, with a warning.
 *
 * @param annotations needed for EDF+D and BDF+D only
 */
export function edfTimeline(header: EdfHeader, annotations?: EdfAnnotations): EdfTimeline {
  const { recordS, records, format } = header
  const whole = { startS: 0, durationS: records * recordS, firstRecord: 0, records }
  const onsetsS = annotations?.onsetsS
  if (!onsetsS || recordS === 0) return { pieces: [whole], warnings: [] }
  const gaps = gapsOf(header, onsetsS)
  if (!format.endsWith('+D')) {
    const warnings = gaps.found.map((record) => `record ${record} does not follow in time`)
    return { pieces: [whole], warnings: warnings.slice(0, 1) }
  }
  const starts = [0, ...gaps.found]
  const pieces = starts.map((firstRecord, i) => {
    const count = (starts[i + 1] ?? onsetsS.length) - firstRecord
    const startS = i === 0 ? 0 : onsetsS[firstRecord]
    return { startS, durationS: count * recordS, firstRecord, records: count }
  })
  const { badRecord } = gaps
  const warnings = badRecord === undefined ? [] : [`record ${badRecord} has no time of its own`]
  return { pieces, warnings, badRecord }
}

/** Records that start later than the one before ends, and the first one whose time is wrong. */
function gapsOf({ signals, recordS }: EdfHeader, onsetsS: Float64Array) {
  const rows = signals.filter((signal) => signal.type !== 'annotations')
  const most = rows.reduce((max, signal) => Math.max(max, signal.perRecord), 1)
  const tolerance = Math.max((0.5 * recordS) / most, coarsestS)
  const found: number[] = []
  let badRecord: number | undefined
  for (let record = 0, last = 0; record < onsetsS.length; record++) {
    const expected = record === 0 ? 0 : onsetsS[last] + (record - last) * recordS
    const apart = onsetsS[record] - expected
    if (!(apart >= -tolerance)) badRecord ??= record
    if (Math.abs(apart) > tolerance) found.push(record)
    if (!Number.isNaN(apart)) last = record
  }
  return { found, badRecord }
}
