import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import type { RowSpans } from './features.ts'
import { flagLists, flagListsOf } from './flag-lists.ts'
import { intLists, intListsOf } from './int-lists.ts'
import {
  type Column,
  columnsOf,
  f64,
  hasColumn,
  i32,
  lists,
  listsOf,
  makeTable,
  type Table,
} from './table.ts'

/** The axes of a token block [channel, time, depth], in this order, depth fastest. */
export interface TokenAxes {
  readonly channel: number
  readonly time: number
  readonly depth: number
  /** Names of the channels, `channel` of them; `A+B` where a token holds several. */
  readonly channels: readonly string[]
  /** Samples per second of the signal that tokens were cut from. */
  readonly rateHz: number
  /** Set when the table holds [time, channel, depth]: tokens are numbered time after time. */
  readonly order?: 'time'
  /** Channels within one token, where it is not one: depth is this times its samples. */
  readonly perToken?: number
  /** From the start of a token to the start of the next in time, s, where tokens say so. */
  readonly strideS?: number
  /** What each element of depth is, Hz, where depth is a spectrum. */
  readonly depthHz?: readonly number[]
  /** Voxels along x, y, z where depth is a volume, x fastest, and a window a stack of `time`. */
  readonly grid?: readonly [number, number, number]
  /** Spectrograms of several resolutions that follow each other in time, filled up in depth. */
  readonly scales?: readonly { readonly segment: number; readonly time: number; depth: number }[]
  /** Of the column `codes`: ids a token, and how many ids there are. */
  readonly codes?: CodeAxes
}

/** Ids of one token, and the size of the vocabulary that each is drawn from. */
export interface CodeAxes {
  readonly levels: number
  readonly size: number
  /** Set when each level has a vocabulary of its own, as residual codebooks have. */
  readonly apart?: boolean
}

/**
 * What a tokens table may hold beside its block.
 *
 * A token's number is channel · time + time's index, or time · channel + channel's index where
 * `axes.order` says time; N = channel · time tokens a row.
 */
export interface TokenExtras {
  /** Ids, shape [R, N, levels], from 0 to size - 1; -1 where there is no value (NaN). */
  readonly codes?: Int32Array
  /** Whether a token is real (1) or padding (0), shape [R, N]; without it all are real. */
  readonly attnMask?: Uint8Array
  /**
   * Whether a token is hidden (1) and to be predicted, shape [R, N]; [R, N, depth] where parts of
   * tokens are hidden.
   */
  readonly mask?: Uint8Array
  /** Numbers of tokens that an encoder sees, and of those to be predicted, ascending. */
  readonly visible?: TokenLists
  readonly target?: TokenLists
  /** The block as it was before tokens were filled or quantised, shape as the block. */
  readonly original?: Float32Array
  /** Ids as they were before tokens were hidden, shape as `codes`. */
  readonly originalCodes?: Int32Array
}

/** Lists of token numbers: list r is `values[offsets[r] .. offsets[r + 1])`. */
export interface TokenLists {
  readonly values: Int32Array
  readonly offsets: Int32Array
}

/**
 * Makes a tokens table: one row a window, each a block [channel, time, depth].
 *
 * @param block `values`, shape [R, channel * time * depth], in the order that `axes` says
 * @param meta must hold the `labels` entry and the `unit` of the samples
 */
export function makeTokens(
  keys: Record<string, Column>,
  spans: RowSpans,
  block: { values: Float32Array; axes: TokenAxes } & TokenExtras,
  meta: Record<string, string>,
): Table<'tokens'> {
  const { channel, time, depth } = block.axes
  const columns = {
    ...keys,
    window: i32(spans.window),
    startS: f64(spans.startS),
    endS: f64(spans.endS),
    tokens: lists(block.values, Math.max(1, channel * time * depth)),
    ...extraColumns(block, block.axes, spans.window.length),
  }
  return makeTable('tokens', columns, { ...meta, axes: JSON.stringify(block.axes) })
}

/**
 * The token blocks of a table: `values` shape [R, channel, time, depth], a view; a new array where
 * the table holds them time after time.
 */
export function tokensOf(table: Table<'tokens'>): { values: Float32Array; axes: TokenAxes } {
  const axes = axesOf(table)
  const { values } = listsOf(table, 'tokens')
  if (axes.order !== 'time') return { values, axes }
  const { order: _, ...byChannel } = axes
  return { values: swapped(values, [axes.time, axes.channel, axes.depth]), axes: byChannel }
}

/** The axes of a tokens table, as it holds them. */
export function axesOf(table: Table<'tokens'>): TokenAxes {
  return JSON.parse(table.meta.axes ?? fail('internal', { missing: 'axes' })) as TokenAxes
}

/** Ids of a tokens table, a view of shape [R, N, levels], in the order that `axesOf` says. */
export function tokenCodesOf(table: Table<'tokens'>): { values: Int32Array } & CodeAxes {
  const { codes } = axesOf(table)
  if (!codes || !hasColumn(table, 'codes')) return fail('column-missing', { column: 'codes' })
  return { values: intListsOf(table, 'codes').values, ...codes }
}

/** A mask of a tokens table, shape [R, N], 0 or 1; nothing when the table has none. */
export function tokenMaskOf(
  table: Table<'tokens'>,
  name: 'mask' | 'attnMask',
): Uint8Array | undefined {
  return hasColumn(table, name) ? flagListsOf(table, name).values : undefined
}

/**
 * The table with another block, other ids or masks for the same rows; what is not given stays, but
 * for the original of a block of another depth.
 *
 * @param change `values`, shape [R, channel * time * depth] by the new axes
 */
export function withTokens(
  table: Table<'tokens'>,
  change: { values?: Float32Array; axes?: TokenAxes } & TokenExtras,
  meta: Record<string, string> = {},
): Table<'tokens'> {
  const axes = change.axes ?? axesOf(table)
  const columns = { ...columnsOf(table), ...extraColumns(change, axes, table.rows) }
  if (axes.depth !== axesOf(table).depth && !change.original) delete columns.original
  const size = Math.max(1, axes.channel * axes.time * axes.depth)
  if (change.values) columns.tokens = lists(change.values, size)
  return makeTable('tokens', columns, { ...table.meta, ...meta, axes: JSON.stringify(axes) })
}

function extraColumns(extras: TokenExtras, axes: TokenAxes, rows: number): Record<string, Column> {
  const { codes, attnMask, mask, visible, target, original, originalCodes } = extras
  const count = Math.max(1, axes.channel * axes.time)
  const ids = Math.max(1, count * (axes.codes?.levels ?? 1))
  const columns: Record<string, Column> = {}
  if (codes) columns.codes = intLists(codes, ids)
  if (originalCodes) columns.originalCodes = intLists(originalCodes, ids)
  if (attnMask) columns.attnMask = flagLists(attnMask, count)
  if (mask) columns.mask = flagLists(mask, rows === 0 ? count : mask.length / rows)
  if (visible) columns.visible = intLists(visible.values, visible.offsets)
  if (target) columns.target = intLists(target.values, target.offsets)
  if (original) columns.original = lists(original, Math.max(1, count * axes.depth))
  return columns
}

/** Columns in which tokens may hold coordinates of their channels. */
export const coordinateNames = ['coordinates', 'gradient', 'geometry'] as const
export type CoordinateName = (typeof coordinateNames)[number]

/**
 * The table with coordinates of its channels, the same in every row.
 *
 * @param coordinates `values`, shape [channel, K], with K = `size`
 */
export function withCoordinates(
  table: Table<'tokens'>,
  name: CoordinateName,
  { values, size }: { readonly values: Float32Array; readonly size: number },
): Table<'tokens'> {
  const repeated = unset32(table.rows * values.length)
  for (let r = 0; r < table.rows; r++) repeated.set(values, r * values.length)
  const width = Math.max(1, axesOf(table).channel * size)
  const columns = { ...columnsOf(table), [name]: lists(repeated, width) }
  return makeTable('tokens', columns, table.meta)
}

/**
 * Coordinates of the channels of a tokens table, shape [R, channel, K], a view; nothing when the
 * table has none.
 */
export function coordinatesOf(
  table: Table<'tokens'>,
  name: CoordinateName,
): { values: Float32Array; size: number } | undefined {
  if (!hasColumn(table, name)) return undefined
  const { values, size } = listsOf(table, name)
  return { values, size: size / axesOf(table).channel }
}

/**
 * Blocks with their first two axes exchanged: shape [R, A, B, depth] becomes [R, B, A, depth], a
 * new array.
 *
 * @param axes A, B and depth
 */
export function swapped(
  values: Float32Array,
  [a, b, depth]: readonly [number, number, number],
): Float32Array {
  const out = new Float32Array(values.length)
  const size = a * b * depth
  for (let from = 0; from < values.length; from += size) {
    for (let i = 0; i < a; i++) {
      for (let j = 0; j < b; j++) {
        const at = from + (i * b + j) * depth
        out.set(values.subarray(at, at + depth), from + (j * a + i) * depth)
      }
    }
  }
  return out
}
