import { fail } from '../../errors.ts'
import { drawFates, fillHidden } from '../../kernels/fill-hidden.ts'
import { type Random, random } from '../../kernels/random.ts'
import { unset32 } from '../../kernels/recycling.ts'
import { defineStage } from '../../stage.ts'
import { takeRows } from '../../tables/rows.ts'
import { hasColumn, i32Of, listsOf, type Table } from '../../tables/table.ts'
import {
  axesOf,
  type TokenAxes,
  type TokenLists,
  tokenCodesOf,
  tokenMaskOf,
  withTokens,
} from '../../tables/tokens.ts'
import { type DrawnMask, drawMasks } from './draw-mask.ts'
import { type MaskOptions, maskOptions } from './mask-options.ts'

/**
 * Hides tokens that a model is to predict from the others.
 *
 * Gives the columns `mask` (true: to be predicted), `visible` and `target` (numbers of tokens),
 * `original` (the block before) and, of ids, `originalCodes`. Which tokens are hidden follows from
 * the recording, the options and the seed alone. Exact kinds hide the whole number nearest to
 * ratio times what there is; regions hide their channels, and channels in no region are seen.
 * Spans along depth hide parts of all tokens: the mask then has a flag for each element. Padding is
 * neither seen nor predicted. Hidden ids become the number of ids, which is one more from then on.
 * NaN stays where it is, hidden or not.
 *
 * @throws {NeurarrowError} `stage-options` when the options do not fit the tokens,
 *   `signal-too-short` when there is no next token
 */
export const maskTokens = defineStage({
  use: 'maskTokens',
  title: 'Hide tokens for a model to predict',
  reads: ['tokens'],
  writes: 'tokens',
  scope: 'recording',
  version: 2,
  cites: ['arXiv:2302.14367', 'arXiv:2409.19407'],
  options: maskOptions,
  shape(input, { kind, grid, fill }) {
    const { tokens = {} } = input
    const places = (grid ?? [1, 1, 1]).reduce((a, b) => a * b, 1)
    const isWrong = kind === 'blocks' && tokens.channel !== undefined && tokens.channel !== places
    const message = `the grid has ${places} places, the tokens ${tokens.channel} channels`
    const { codes } = tokens
    const ids =
      codes && fill === 'zero' ? { codes: { ...codes, size: codes.size && codes.size + 1 } } : {}
    const issues = isWrong ? [{ path: ['grid'], message }] : []
    return { ...input, tokens: { ...tokens, ...ids }, issues }
  },
  contextS: ({ shared }) => (shared ? Number.POSITIVE_INFINITY : 0),
  run(input, given, { seed }) {
    const table = input as Table<'tokens'>
    const base = (seed % 2 ** 40) + 2 ** 40 * (given.seed % 2 ** 12)
    const draws = Array.from(i32Of(table, 'window'), (window) => random(ofWindow(base, window)))
    const masks = masksOf(table, given, draws)
    const rows = masks.flatMap((list, r) => list.map(() => r))
    const repeated = rows.length === table.rows ? table : takeRows(table, rows)
    return hide(
      repeated,
      masks.flat(),
      given,
      rows.map((r) => draws[r]),
    )
  },
})

/** The seed of a window: what is drawn for it is the same whatever windows are beside it. */
function ofWindow(base: number, window: number): number {
  return (base + window * 0x9e3779b97) % 2 ** 52
}

/** The masks of each row, in the order of channels. */
function masksOf(
  table: Table<'tokens'>,
  given: MaskOptions,
  draws: readonly Random[],
): DrawnMask[][] {
  const axes = axesOf(table)
  const count = axes.channel * axes.time
  const real = tokenMaskOf(table, 'attnMask')
  const all = new Uint8Array(count).fill(1)
  let first: DrawnMask[] | undefined
  return Array.from({ length: table.rows }, (_, r) => {
    if (given.shared && first) return first
    const own = real?.subarray(r * count, (r + 1) * count)
    first = drawMasks(axes, own ? byChannel(own, axes) : all, given, draws[r])
    return first
  })
}

/** The table with these masks, one a row, and hidden tokens filled. */
function hide(
  table: Table<'tokens'>,
  masks: readonly DrawnMask[],
  given: MaskOptions,
  draws: readonly Random[],
): Table<'tokens'> {
  const axes = axesOf(table)
  const hidden = masks.map(({ target }) => stored(target, axes, 1))
  const visible = masks.map((mask) => stored(mask.visible, axes, 1))
  const parts = masks.map((mask) => mask.parts && stored(mask.parts, axes, axes.depth))
  const columns = {
    mask: joined(hidden.map((flags, r) => parts[r] ?? flags)),
    visible: numbersOf(visible),
    target: numbersOf(hidden),
  }
  if (given.fill === 'leave') return withTokens(table, columns)
  const real = hidden.map((flags, r) => flags.map((flag, i) => flag | visible[r][i]))
  const fates = hidden.map((flags, r) => drawFates(flags, real[r], given, draws[r]))
  const before = listsOf(table, 'tokens').values
  const values = unset32(before.length)
  values.set(before)
  const size = axes.channel * axes.time * axes.depth
  hidden.forEach((flags, r) => {
    const [from, to] = [r * size, (r + 1) * size]
    const row = before.subarray(from, to)
    fillHidden(values.subarray(from, to), row, fates[r], { hidden: flags, parts: parts[r] })
  })
  const filled = withTokens(table, { ...columns, values, original: before })
  return hasColumn(table, 'codes') ? hideIds(filled, { hidden, parts, fates }, draws) : filled
}

interface Hidden {
  readonly hidden: readonly Uint8Array[]
  readonly parts: readonly (Uint8Array | undefined)[]
  readonly fates: readonly ReturnType<typeof drawFates>[]
}

function hideIds(
  table: Table<'tokens'>,
  { hidden, parts, fates }: Hidden,
  draws: readonly Random[],
) {
  const { values: before, ...ids } = tokenCodesOf(table)
  const whole = axesOf(table)
  if (parts[0] && ids.levels !== whole.depth) {
    fail('stage-options', { stage: 'maskTokens', option: 'spans.depthWidth', levels: ids.levels })
  }
  const codes = before.slice()
  let at = 0
  for (const [r, flags] of hidden.entries()) {
    for (let i = 0; i < flags.length; i++) {
      const fate = fates[r].fate[i]
      for (let q = 0; q < ids.levels; q++, at++) {
        const isHidden = parts[r] ? parts[r]?.[i * ids.levels + q] : flags[i]
        if (!isHidden || fate === 2) continue
        codes[at] = fate === 1 ? draws[r].integer(ids.size) : ids.size
      }
    }
  }
  const axes = { ...whole, codes: { ...ids, size: ids.size + 1 } }
  return withTokens(table, { codes, originalCodes: before, axes })
}

/** Flags in the order of channels, as the table stores them: shape [N, depth]. */
function stored(flags: Uint8Array, axes: TokenAxes, depth: number): Uint8Array {
  const { channel, time, order } = axes
  return order === 'time' ? turned(flags, [channel, time, depth]) : flags
}

function byChannel(flags: Uint8Array, { channel, time, order }: TokenAxes): Uint8Array {
  return order === 'time' ? turned(flags, [time, channel, 1]) : flags
}

function turned(flags: Uint8Array, [a, b, depth]: readonly [number, number, number]): Uint8Array {
  const out = new Uint8Array(flags.length)
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      const from = (i * b + j) * depth
      out.set(flags.subarray(from, from + depth), (j * a + i) * depth)
    }
  }
  return out
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Numbers of the flagged tokens of each row, ascending. */
function numbersOf(rows: readonly Uint8Array[]): TokenLists {
  const offsets = new Int32Array(rows.length + 1)
  const numbers: number[] = []
  rows.forEach((flags, r) => {
    for (let i = 0; i < flags.length; i++) if (flags[i]) numbers.push(i)
    offsets[r + 1] = numbers.length
  })
  return { values: Int32Array.from(numbers), offsets }
}
