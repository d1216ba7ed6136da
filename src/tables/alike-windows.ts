import { fail } from '../errors.ts'
import { type Segment, type Signals, segmentsOf } from './signals.ts'

/**
 * The windows (or segments) of a table for a stage that looks at all channels of a window together.
 *
 * @returns one segment a window, all with the channels of the first, in its order
 * @throws {NeurarrowError} `length-mismatch` when windows differ in channels, `rates-differ` when
 *   the channels of a window do, `signal-too-short` for windows of fewer than 2 samples
 */
export function alikeWindows(table: Signals, stage: string): Segment[] {
  const segments = segmentsOf(table)
  const channels = segments[0]?.channels ?? []
  const names = channels.join('\n')
  segments.forEach((segment, i) => {
    const { recording, index, samples, rateHz } = segment
    const facts = { stage, recording, window: index }
    const before = segments[i - 1]
    const isPart = before?.recording === recording && before.index === index
    if (isPart) fail('rates-differ', { ...facts, rateHz: [before.rateHz, rateHz] })
    if (segment.channels.join('\n') !== names) {
      fail('length-mismatch', { ...facts, expected: channels, found: segment.channels })
    }
    if (samples < 2) fail('signal-too-short', { ...facts, samples, needed: 2 })
  })
  return segments
}
