import { type Moments, momentsOf } from '../kernels/moments.ts'
import { repeatKeys, type Signals, segmentsOf, withChannels } from './signals.ts'
import { f64, f64Of, makeTable, type Table, textOf, wordsOf } from './table.ts'

/**
 * Sums up each row of signals or windows: count, mean and squared deviations of its finite values.
 *
 * @returns one row for each row of the table, in its order
 */
export function statisticsOf(table: Signals): Table<'statistics'> {
  const found: Moments[] = []
  const channels: string[] = []
  for (const segment of segmentsOf(table)) {
    for (const [c, channel] of segment.channels.entries()) {
      const from = c * segment.samples
      found.push(momentsOf(segment.values.subarray(from, from + segment.samples)))
      channels.push(channel)
    }
  }
  const rows = found.map((_, r) => r)
  return makeTable('statistics', {
    ...repeatKeys(table, rows),
    channel: textOf(channels),
    count: f64(Float64Array.from(found, ({ count }) => count)),
    mean: f64(Float64Array.from(found, ({ mean }) => mean)),
    squares: f64(Float64Array.from(found, ({ squares }) => squares)),
  })
}

/** The moments in a statistics table by channel, in the order of its rows. */
export function momentsByChannel(table: Table<'statistics'>): Map<string, Moments[]> {
  const count = f64Of(table, 'count')
  const mean = f64Of(table, 'mean')
  const squares = f64Of(table, 'squares')
  const out = new Map<string, Moments[]>()
  for (const [r, channel] of wordsOf(table, 'channel').entries()) {
    const parts = out.get(channel) ?? []
    parts.push({ count: count[r], mean: mean[r], squares: squares[r] })
    out.set(channel, parts)
  }
  return out
}

/**
 * The samples in [fromS, toS), a block without its margins; of windows, which have none, all.
 */
export function ownPart(table: Signals, { fromS, toS }: { fromS: number; toS: number }): Signals {
  if (table.kind === 'windows') return table
  const segments = segmentsOf(table).map((segment) => {
    const { startS, rateHz, samples, channels, values } = segment
    const at = (timeS: number) => Math.max(0, Math.ceil((timeS - startS) * rateHz - 1e-6))
    const first = Math.min(samples, at(fromS))
    const length = Math.min(samples, at(toS)) - first
    const own = new Float32Array(channels.length * length)
    for (let c = 0; c < channels.length; c++) {
      const from = c * samples + first
      own.set(values.subarray(from, from + length), c * length)
    }
    return { ...segment, startS: startS + first / rateHz, values: own }
  })
  return withChannels(table, segments)
}
