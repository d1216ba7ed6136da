import { fail } from '../../errors.ts'
import { hideSpans } from '../../kernels/hide-spans.ts'
import { hideSpatiotemporal } from '../../kernels/hide-spatiotemporal.ts'
import {
  blockUnits,
  hideByChance,
  hideUnits,
  rectangleUnits,
  type TokenGrid,
} from '../../kernels/hide-units.ts'
import type { Random } from '../../kernels/random.ts'
import type { TokenAxes } from '../../tables/tokens.ts'
import type { MaskOptions } from './mask-options.ts'

/** What is hidden of a row, and what an encoder sees; both in the order of channels. */
export interface DrawnMask {
  /** Tokens to be predicted, shape [N], 1 for each. */
  readonly target: Uint8Array
  readonly visible: Uint8Array
  /** Hidden parts of tokens, shape [N, depth], where they are not hidden as a whole. */
  readonly parts?: Uint8Array
}

/**
 * Draws the mask of one row, or several masks where the options ask for a row each.
 *
 * @param real shape [N], 0 for padding, which is neither seen nor predicted
 * @throws {NeurarrowError} `stage-options` when the options do not fit the tokens
 */
export function drawMasks(
  axes: TokenAxes,
  real: Uint8Array,
  given: MaskOptions,
  draw: Random,
): DrawnMask[] {
  if (given.kind === 'causal') return causal(axes, real, given, draw)
  if (given.kind === 'spatiotemporal') return [spatiotemporal(axes, real, given, draw)]
  if (given.kind === 'spans') return spans(axes, real, given, draw)
  const hidden =
    given.kind === 'bernoulli'
      ? hideByChance(real, given.ratio, draw)
      : hideUnits(realUnits(unitsOf(axes, given), real), given.ratio, draw)
  return withComplement({ target: hidden, visible: without(real, hidden) }, given)
}

/** Padding belongs to no unit. */
function realUnits(unitOf: Int32Array, real: Uint8Array): Int32Array {
  for (let i = 0; i < unitOf.length; i++) if (!real[i]) unitOf[i] = -1
  return unitOf
}

function unitsOf(axes: TokenAxes, given: MaskOptions): Int32Array {
  const { channel, time } = axes
  const grid: TokenGrid = { channel, time }
  const { kind, rectangle = [1, 1], block = [1, 1, 1], grid: places = [channel, 1, 1] } = given
  if (kind === 'channels') return rectangleUnits(grid, [1, time])
  if (kind === 'times') return rectangleUnits(grid, [channel, 1])
  if (kind === 'rectangles') return rectangleUnits(grid, rectangle)
  if (kind === 'regions') return regionUnits(axes, given.groups ?? {})
  if (kind !== 'blocks') return rectangleUnits(grid, [1, 1])
  const found = places[0] * places[1] * places[2]
  if (found !== channel) {
    fail('stage-options', { stage: 'maskTokens', option: 'grid', places: found, channels: channel })
  }
  return blockUnits(grid, places, block)
}

/** The number of its region for each token, -1 where a channel lies in none. */
function regionUnits(
  { channels, time }: TokenAxes,
  groups: Readonly<Record<string, readonly string[]>>,
): Int32Array {
  const regionOf = new Map<string, number>()
  Object.values(groups).forEach((names, region) => {
    for (const name of names) regionOf.set(name.toLowerCase(), region)
  })
  const out = new Int32Array(channels.length * time)
  channels.forEach((name, c) => {
    out.fill(regionOf.get(name.toLowerCase()) ?? -1, c * time, (c + 1) * time)
  })
  if (!out.some((unit) => unit >= 0) && out.length > 0) {
    fail('stage-options', { stage: 'maskTokens', option: 'groups', channels })
  }
  return out
}

function causal(
  { channel, time }: TokenAxes,
  real: Uint8Array,
  { at = 'last' }: MaskOptions,
  draw: Random,
): DrawnMask[] {
  let end = time
  while (end > 0 && !real[end - 1]) end--
  if (end < 2) fail('signal-too-short', { stage: 'maskTokens', tokens: end, needed: 2 })
  const chosen = at === 'last' ? [end - 1] : [1 + draw.integer(end - 1)]
  const times = at === 'each' ? Array.from({ length: end - 1 }, (_, i) => i + 1) : chosen
  return times.map((next) => {
    const target = new Uint8Array(real.length)
    const visible = new Uint8Array(real.length)
    for (let c = 0; c < channel; c++) {
      target[c * time + next] = real[c * time + next]
      for (let t = 0; t < next; t++) visible[c * time + t] = real[c * time + t]
    }
    return { target, visible }
  })
}

function spatiotemporal(
  { channel, time }: TokenAxes,
  real: Uint8Array,
  given: MaskOptions,
  draw: Random,
): DrawnMask {
  const sizes = {
    observe: [0.84, 1] as const,
    crossRegion: [0.45, 0.6] as const,
    crossRegionTimes: [0.2, 0.6] as const,
    crossTime: [0.15, 0.3] as const,
    crossTimeTimes: [0.2, 0.4] as const,
    edge: 3,
    ...given.spatiotemporal,
  }
  const found = hideSpatiotemporal(
    { channel, time },
    {
      observe: sizes.observe,
      crossRegion: { regions: sizes.crossRegion, times: sizes.crossRegionTimes },
      crossTime: { regions: sizes.crossTime, times: sizes.crossTimeTimes },
      edge: sizes.edge,
    },
    draw,
  )
  const visible = both(found.visible, real)
  if (visible.includes(1)) return { target: both(found.target, real), visible }
  return fail('stage-options', { stage: 'maskTokens', kind: given.kind, channel, time, visible: 0 })
}

function spans(
  { channel, time, depth }: TokenAxes,
  real: Uint8Array,
  given: MaskOptions,
  draw: Random,
): DrawnMask[] {
  const { startChance = 0.1, width = [1, 5], depthWidth } = given.spans ?? {}
  const times = hideSpans(time, { startChance, width }, draw)
  const hidden = new Uint8Array(real.length)
  for (let i = 0; i < hidden.length; i++) hidden[i] = times[i % time] & real[i]
  const plain = { target: hidden, visible: without(real, hidden) }
  if (depthWidth === undefined) return withComplement(plain, given)
  const bins = hideSpans(depth, { startChance, width: depthWidth }, draw)
  const parts = new Uint8Array(channel * time * depth)
  for (let i = 0; i < real.length; i++) {
    for (let d = 0; d < depth; d++) parts[i * depth + d] = real[i] & (hidden[i] | bins[d])
  }
  const target = bins.includes(1) ? real.slice() : hidden
  return withComplement({ target, visible: without(real, hidden), parts }, given)
}

function withComplement(first: DrawnMask, { complement }: MaskOptions): DrawnMask[] {
  if (!complement) return [first]
  const { target, visible, parts } = first
  if (parts === undefined) return [first, { target: visible, visible: target }]
  fail('stage-options', { stage: 'maskTokens', option: 'complement', says: 'parts of tokens' })
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length)
  for (let i = 0; i < out.length; i++) out[i] = a[i] & b[i]
  return out
}

function without(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length)
  for (let i = 0; i < out.length; i++) out[i] = a[i] & (1 - b[i])
  return out
}
