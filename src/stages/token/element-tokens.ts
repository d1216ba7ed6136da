import type { Shape } from '../../stage.ts'
import type { Table } from '../../tables/table.ts'
import { makeTokens } from '../../tables/tokens.ts'
import { evenWindows } from './even-windows.ts'

/**
 * The table as tokens: a windows table becomes one token a sample, of depth 1; a tokens table stays
 * as it is.
 *
 * @throws {NeurarrowError} `length-mismatch` when windows differ
 */
export function elementTokens(table: Table, stage: string): Table<'tokens'> {
  if (table.kind === 'tokens') return table as Table<'tokens'>
  const windows = evenWindows(table as Table<'windows'>, stage)
  const { channels, rateHz, samples, values, keys, spans } = windows
  const time = Math.max(1, samples)
  const axes = { channel: channels.length, time, depth: 1, channels, rateHz }
  return makeTokens(keys, spans, { values, axes }, { ...table.meta })
}

/** The shape of what `elementTokens` gives, with an id for each element of depth. */
export function elementShape(input: Shape, size: number): Shape {
  const { rateHz, channels, lengthS } = input
  const isKnown = rateHz !== undefined && lengthS !== undefined
  const time = isKnown ? Math.round(rateHz * lengthS) : undefined
  const cut = input.kind === 'tokens' ? input.tokens : { channel: channels?.length, time, depth: 1 }
  const codes = { levels: cut?.depth, size }
  return { kind: 'tokens', rateHz, channels, lengthS, tokens: { ...cut, codes } }
}
