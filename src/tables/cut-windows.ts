import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import { removeBaseline } from '../kernels/remove-baseline.ts'
import { labelNames } from './keys.ts'
import { repeatKeys, type Segment, type SegmentSamples, segmentColumns } from './signals.ts'
import { makeTable, type Table, textOf } from './table.ts'

/**
 * A window to be cut: samples [first, first + length) of a segment. What lies before or after the
 * segment is taken from its other end, as if it went on in a circle.
 */
export interface Cut {
  readonly segment: Segment
  readonly first: number
  readonly length: number
  /** Number of the window in its recording; without it they are numbered as they come. */
  readonly number?: number
  /** What the window is of, for a label column. */
  readonly label?: string
  /** First and last sample in the window whose mean is subtracted from each row. */
  readonly baseline?: { readonly first: number; readonly last: number }
}

/**
 * Makes a windows table of pieces of segments, each of shape [C, length].
 *
 * @param cuts in the order of the windows, which are numbered from 0 in each recording
 * @param labelColumn a new label column that holds each cut's label
 * @throws {NeurarrowError} `stage-options` when the table has a label of that name already
 */
export function cutWindows(
  signals: Table<'signals'>,
  cuts: readonly Cut[],
  labelColumn?: string,
): Table<'windows'> {
  const numbers = new Map<string, number>()
  const sizes = cuts.map(({ segment, length }) => segment.channels.length * length)
  const room = unset32(sizes.reduce((sum, size) => sum + size, 0))
  let end = 0
  const windows = cuts.map((cut, i) => {
    const start = end
    end += sizes[i]
    const { recording } = cut.segment
    const index = numbers.get(recording) ?? 0
    numbers.set(recording, index + 1)
    return { ...piece(cut, room.subarray(start, end)), index: cut.number ?? index }
  })
  const rows = cuts.flatMap(({ segment }) => segment.channels.map((_, c) => segment.from + c))
  const keys = repeatKeys(signals, rows)
  const columns = segmentColumns(windows, 'window')
  if (labelColumn === undefined) {
    return makeTable('windows', { ...keys, ...columns }, signals.meta)
  }
  const labels = labelNames(signals)
  if (labels.includes(labelColumn)) fail('stage-options', { label: labelColumn, labels })
  keys[labelColumn] = textOf(cuts.flatMap((cut) => cut.segment.channels.map(() => cut.label ?? '')))
  const meta = { ...signals.meta, labels: JSON.stringify([...labels, labelColumn]) }
  return makeTable('windows', { ...keys, ...columns }, meta)
}

/** The samples of a cut, in `values`, shape [C, length]. */
function piece(
  { segment, first, length, baseline }: Cut,
  values: Float32Array,
): Omit<SegmentSamples, 'index'> {
  const { channels, samples, rateHz } = segment
  for (let c = 0; c < channels.length; c++) {
    const row = segment.values.subarray(c * samples, (c + 1) * samples)
    const into = values.subarray(c * length, (c + 1) * length)
    if (first >= 0 && first + length <= samples) into.set(row.subarray(first, first + length))
    else for (let t = 0; t < length; t++) into[t] = row[modulo(first + t, samples)]
  }
  return {
    channels,
    rateHz,
    startS: segment.startS + first / rateHz,
    values: baseline ? removeBaseline(values, channels.length, baseline) : values,
  }
}

function modulo(n: number, of: number): number {
  return ((n % of) + of) % of
}
