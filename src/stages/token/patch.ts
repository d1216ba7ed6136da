import * as z from 'zod'
import { fail } from '../../errors.ts'
import { extendRows, type RowFill } from '../../kernels/extend-rows.ts'
import { coveringCount, cutPatches, type PatchGrid, patchCount } from '../../kernels/patches.ts'
import { defineStage, type Shape, type ShapeIssue } from '../../stage.ts'
import { repeatKeys, type Segment, type Signals, segmentsOf } from '../../tables/signals.ts'
import { makeTokens, swapped, type TokenAxes } from '../../tables/tokens.ts'

const seconds = z.number().positive()
const options = z.strictObject({
  lengthS: seconds.default(1).meta({ unit: 's', description: 'length of a patch' }),
  strideS: seconds.optional().meta({
    unit: 's',
    description: 'from the start of a patch to the start of the next; the length when not given',
  }),
  channels: z.int().min(1).optional().meta({
    unit: '1',
    description: 'channels that share a patch, one after the other; 1 when not given',
  }),
  order: z
    .enum(['channel', 'time', 'joint'])
    .optional()
    .meta({
      description:
        'how tokens follow each other: channel after channel (when not given), time after time, ' +
        'or all channels in one token',
    }),
  tail: z.enum(['drop', 'pad']).optional().meta({
    description: 'samples after the last whole patch: dropped (when not given), or filled up',
  }),
  fill: z
    .enum(['zero', 'mean', 'tile'])
    .optional()
    .meta({
      description:
        'what is added by tail: pad: zeros (when not given), the mean of the channel over the ' +
        'window, or the window again from its beginning',
    }),
  count: z.int().min(1).optional().meta({
    unit: '1',
    description: 'patches in time that every window is filled up to; needs tail: pad',
  }),
})
type Options = z.output<typeof options>

/**
 * Cuts each window, or each segment of signals, into patches: a block [channel, time, depth] of
 * round(lengthS · rate) samples a token. What TR-adaptive patches need follows from that: a length
 * in seconds, and a count.
 *
 * Samples after the last whole patch are dropped, and `endS` is where that patch ends; with `tail:
 * pad` samples are added (`fill`) and the column `attnMask` says which tokens hold a sample of the
 * window. With a count, windows may differ in length. All must have the channels and rate of the
 * first, and its length without a count. NaN stays where it is, but for a mean that it is in.
 *
 * @throws {NeurarrowError} `signal-too-short` when a window holds no patch, `length-mismatch` when
 *   windows differ or are longer than the count of patches, `stage-options` when channels do not
 *   divide into tokens
 */
export const patch = defineStage({
  use: 'patch',
  title: 'Cut windows into patches, the tokens that encoders take',
  reads: ['windows', 'signals'],
  writes: 'tokens',
  scope: 'recording',
  version: 1,
  options: options.check(({ value, issues }) => {
    const { count, tail, fill, order, channels } = value
    const say = (option: string, message: string) =>
      issues.push({ code: 'custom', message, path: [option], input: value })
    if (count !== undefined && tail !== 'pad') say('count', 'count needs tail: pad')
    if (fill !== undefined && tail !== 'pad') say('fill', 'fill needs tail: pad')
    if (order === 'joint' && channels !== undefined) say('channels', 'order: joint takes them all')
  }),
  shape: planned,
  contextS: (_options, _rateHz, kind) => (kind === 'signals' ? Number.POSITIVE_INFINITY : 0),
  run(input, given) {
    const signals = input as Signals
    const segments = segmentsOf(signals)
    const { channels, rateHz } = segments[0] ?? { channels: [], rateHz: 1 }
    const grid = gridOf(given, rateHz, channels.length)
    for (const segment of segments) requireAlike(segments[0], segment, given)
    const times = segments.map(({ samples }) => timesOf(samples, grid, given))
    const time = segments.length === 0 ? 1 : Math.max(...times)
    const names = namesOf(channels, grid.perToken)
    const depth = grid.depth * grid.perToken
    const values = cutAll(segments, names.length * depth, {
      ...grid,
      count: time,
      fill: given.fill,
    })
    const plain = { channel: names.length, time, depth, channels: names, rateHz }
    const axes = axesFor(plain, grid.perToken, given.order)
    const sizes = [axes.channel, axes.time, axes.depth] as const
    const block = {
      values: axes.order === 'time' ? swapped(values, sizes) : values,
      axes,
      attnMask: given.tail === 'pad' ? realTokens(segments, axes, grid) : undefined,
    }
    const rows = segments.map(({ from }) => from)
    return makeTokens(repeatKeys(signals, rows), spansOf(segments, time, grid), block, {
      ...signals.meta,
    })
  },
})

interface Grid extends PatchGrid {
  readonly perToken: number
}

interface FilledGrid extends Grid {
  /** Tokens in time. */
  readonly count: number
  readonly fill?: RowFill
}

const atLeastOne = (samples: number) => Math.max(1, Math.round(samples))

function gridOf({ lengthS, strideS = lengthS, ...given }: Options, rateHz: number, width: number) {
  const perToken = given.order === 'joint' ? Math.max(1, width) : (given.channels ?? 1)
  const facts = { stage: 'patch', option: 'channels', value: perToken, channels: width }
  if (width % perToken) fail('stage-options', facts)
  return { depth: atLeastOne(lengthS * rateHz), stride: atLeastOne(strideS * rateHz), perToken }
}

/** Tokens in time of a window of so many samples. */
function timesOf(samples: number, grid: Grid, { tail, count }: Options): number {
  const facts = { stage: 'patch', samples, needed: grid.depth }
  if (tail !== 'pad') return patchCount(samples, grid) || fail('signal-too-short', facts)
  const needed = coveringCount(samples, grid)
  if (needed > (count ?? needed)) fail('length-mismatch', { ...facts, count, patches: needed })
  return count ?? needed
}

function namesOf(channels: readonly string[], perToken: number): string[] {
  const count = Math.ceil(channels.length / perToken)
  return Array.from({ length: count }, (_, i) =>
    channels.slice(i * perToken, (i + 1) * perToken).join('+'),
  )
}

function axesFor(axes: TokenAxes, perToken: number, order: Options['order']): TokenAxes {
  return {
    ...axes,
    ...(order === 'time' ? { order } : {}),
    ...(perToken > 1 ? { perToken } : {}),
  }
}

/** Patches of all windows, shape [R, channel, time, depth]. */
function cutAll(segments: readonly Segment[], perTime: number, grid: FilledGrid) {
  const { count, fill = 'zero' } = grid
  const size = perTime * count
  const whole = (count - 1) * grid.stride + grid.depth
  const out = new Float32Array(segments.length * size)
  segments.forEach(({ values, samples, channels }, i) => {
    if (samples === 0) return
    const isFilled = fill !== 'zero' && samples < whole
    const x = isFilled ? extendRows(values, channels.length, whole, fill) : values
    out.set(cutPatches(x, x.length / channels.length, grid), i * size)
  })
  return out
}

function realTokens(segments: readonly Segment[], axes: TokenAxes, grid: Grid): Uint8Array {
  const { channel, time, order } = axes
  const out = new Uint8Array(segments.length * channel * time)
  segments.forEach(({ samples }, i) => {
    for (let c = 0; c < channel; c++) {
      for (let t = 0; t < time && t * grid.stride < samples; t++) {
        const token = order === 'time' ? t * channel + c : c * time + t
        out[i * channel * time + token] = 1
      }
    }
  })
  return out
}

function spansOf(segments: readonly Segment[], time: number, grid: Grid) {
  const samples = (time - 1) * grid.stride + grid.depth
  return {
    window: Int32Array.from(segments, (s) => s.index),
    startS: Float64Array.from(segments, (s) => s.startS),
    endS: Float64Array.from(segments, (s) => s.startS + Math.min(samples, s.samples) / s.rateHz),
  }
}

function requireAlike(first: Segment, other: Segment, { count }: Options): void {
  const facts = ({ channels, rateHz, samples }: Segment) =>
    count === undefined ? { channels, rateHz, samples } : { channels, rateHz }
  const [expected, found] = [facts(first), facts(other)]
  if (JSON.stringify(expected) === JSON.stringify(found)) return
  fail('length-mismatch', { stage: 'patch', window: other.index, expected, found })
}

function planned(input: Shape, given: Options): Shape {
  const { rateHz, channels, lengthS: windowS } = input
  const { lengthS, strideS = lengthS, tail, count } = given
  const perToken = given.order === 'joint' ? channels?.length : (given.channels ?? 1)
  const divides = !channels || !perToken || channels.length % perToken === 0
  const names = channels && perToken && divides ? namesOf(channels, perToken) : undefined
  const { needed = 0, time, depth } = tokenShape(input, given, perToken)
  const issues: ShapeIssue[] = []
  const say = (option: string, message: string) => issues.push({ path: [option], message })
  if (!divides) {
    say('channels', `${channels?.length} channels do not divide into tokens of ${perToken}`)
  }
  if (needed > (count ?? needed)) {
    say('count', `a window of ${windowS} s holds ${needed} patches`)
  }
  const shape = { kind: 'tokens' as const, rateHz, channels: names, issues }
  const tokens = { channel: names?.length, time, depth }
  if (windowS === undefined) return { ...shape, tokens }
  if (tail === 'pad') return { ...shape, tokens, lengthS: windowS }
  if (windowS < lengthS - 1e-9) {
    say('lengthS', `a patch of ${lengthS} s is longer than the window of ${windowS} s`)
    return shape
  }
  const whole = Math.floor((windowS - lengthS) / strideS + 1e-9)
  return { ...shape, tokens, lengthS: whole * strideS + lengthS }
}

/** Tokens in time, those that are needed to hold a window, and their depth, where known. */
function tokenShape({ rateHz, lengthS: windowS }: Shape, given: Options, perToken?: number) {
  const { lengthS, strideS = lengthS, tail, count } = given
  if (rateHz === undefined) return { time: count }
  const grid = { depth: atLeastOne(lengthS * rateHz), stride: atLeastOne(strideS * rateHz) }
  const depth = perToken && grid.depth * perToken
  if (windowS === undefined) return { time: count, depth }
  const samples = Math.round(windowS * rateHz)
  const needed = tail === 'pad' ? coveringCount(samples, grid) : patchCount(samples, grid)
  return { needed, time: count ?? needed, depth }
}
