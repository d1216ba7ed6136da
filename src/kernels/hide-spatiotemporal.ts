import type { TokenGrid } from './hide-units.ts'
import type { Random } from './random.ts'

/** From the least to the most of a share. */
export type Range = readonly [number, number]

/** Shares of regions and of times that make up the blocks. */
export interface Spatiotemporal {
  /** What is seen: regions, and as many times in a row. */
  readonly observe: Range
  /** Hidden regions, at some of the times that are seen. */
  readonly crossRegion: { readonly regions: Range; readonly times: Range }
  /** Hidden times near the two ends, of some regions that are seen and some that are not. */
  readonly crossTime: { readonly regions: Range; readonly times: Range }
  /** How many times at either end may be hidden for all. */
  readonly edge: number
}

/** What is seen and what is to be predicted, shape [N] each; they never overlap. */
export interface SeenAndHidden {
  readonly visible: Uint8Array
  readonly target: Uint8Array
}

/**
 * Draws what an encoder sees of regions over time, and three kinds of targets: other regions at
 * times that are seen (cross-ROI), regions that are seen at other times (cross-time), other
 * regions at other times (double-cross).
 *
 * Regions that are targets of the first kind, and times that are targets of the others, are not
 * seen at all. Sizes are shares rounded down. Tokens that belong to neither are left out; of very
 * few tokens nothing may be left to be seen.
 *
 * @see Dong et al. (2024), Brain-JEPA, arXiv:2409.19407, section 3.2
 */
export function hideSpatiotemporal(
  grid: TokenGrid,
  given: Spatiotemporal,
  draw: Random,
): SeenAndHidden {
  const { channel, time } = grid
  const all = draw.shuffle(Array.from({ length: channel }, (_, c) => c))
  const observed = all.slice(0, part(channel, given.observe, draw))
  const length = part(time, given.observe, draw)
  const start = draw.integer(time - length + 1)
  const target = new Uint8Array(channel * time)
  const crossed = crossRegions(target, { start, length }, { ...grid, ...given.crossRegion }, draw)
  const kept = observed.filter((c) => !crossed.has(c))
  const gone = crossTimes(target, new Set(kept), { ...grid, ...given }, draw)
  const visible = new Uint8Array(channel * time)
  for (const c of kept) {
    for (let t = start; t < start + length; t++) visible[c * time + t] = 1 - gone[t]
  }
  return { visible, target }
}

/** A share of a number, drawn from a range, rounded down. */
function part(of: number, [least, most]: Range, draw: Random): number {
  return Math.min(of, Math.floor((least + draw.uniform() * (most - least)) * of + 1e-9))
}

/** Marks regions at some of the times that are seen, and gives these regions. */
function crossRegions(
  target: Uint8Array,
  seen: { readonly start: number; readonly length: number },
  given: TokenGrid & Spatiotemporal['crossRegion'],
  draw: Random,
): ReadonlySet<number> {
  const { channel, time } = given
  const all = draw.shuffle(Array.from({ length: channel }, (_, c) => c))
  const regions = all.slice(0, part(channel, given.regions, draw))
  const width = Math.min(seen.length, part(time, given.times, draw))
  const from = seen.start + draw.integer(seen.length - width + 1)
  for (const c of regions) target.fill(1, c * time + from, c * time + from + width)
  return new Set(regions)
}

/** Marks times near either end, of some regions of both kinds; gives times that are not seen. */
function crossTimes(
  target: Uint8Array,
  kept: ReadonlySet<number>,
  given: TokenGrid & Pick<Spatiotemporal, 'crossTime' | 'edge'>,
  draw: Random,
): Uint8Array {
  const { channel, time, crossTime } = given
  const edge = Math.min(given.edge, time)
  const all = Array.from({ length: channel }, (_, c) => c)
  const gone = new Uint8Array(time)
  for (const side of [time - edge, 0]) {
    const [least, most] = crossTime.regions
    const share = least + draw.uniform() * (most - least)
    const some = (list: number[]) =>
      draw.shuffle(list).slice(0, Math.floor(share * list.length + 1e-9))
    const ends = draw.shuffle(Array.from({ length: edge }, (_, t) => side + t))
    const regions = [
      ...some(all.filter((c) => kept.has(c))),
      ...some(all.filter((c) => !kept.has(c))),
    ]
    for (const t of ends.slice(0, part(time, crossTime.times, draw))) {
      gone[t] = 1
      for (const c of regions) target[c * time + t] = 1
    }
  }
  return gone
}
