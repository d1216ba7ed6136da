import { fail } from '../errors.ts'
import type { RowSpans } from './features.ts'
import { type Column, f64, i32, lists, listsOf, makeTable, type Table } from './table.ts'

/** The axes of a token block [channel, time, depth], in this order, depth fastest. */
export interface TokenAxes {
  readonly channel: number
  readonly time: number
  readonly depth: number
  /** Names of the channels, `channel` of them. */
  readonly channels: readonly string[]
  /** Samples per second within a token. */
  readonly rateHz: number
}

/**
 * Makes a tokens table: one row a window, each a block [channel, time, depth].
 *
 * @param values shape [R, channel * time * depth]
 * @param meta must hold the `labels` entry and the `unit` of the samples
 */
export function makeTokens(
  keys: Record<string, Column>,
  spans: RowSpans,
  block: { values: Float32Array; axes: TokenAxes },
  meta: Record<string, string>,
): Table<'tokens'> {
  const { channel, time, depth } = block.axes
  const columns = {
    ...keys,
    window: i32(spans.window),
    startS: f64(spans.startS),
    endS: f64(spans.endS),
    tokens: lists(block.values, Math.max(1, channel * time * depth)),
  }
  return makeTable('tokens', columns, { ...meta, axes: JSON.stringify(block.axes) })
}

/** The token blocks of a table: `values` shape [R, channel, time, depth], a view. */
export function tokensOf(table: Table<'tokens'>): { values: Float32Array; axes: TokenAxes } {
  const axes = JSON.parse(table.meta.axes ?? fail('internal', { missing: 'axes' })) as TokenAxes
  return { values: listsOf(table, 'tokens').values, axes }
}
