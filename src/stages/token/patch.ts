import * as z from 'zod'
import { fail } from '../../errors.ts'
import { cutPatches, type PatchGrid, patchCount } from '../../kernels/patches.ts'
import { defineStage } from '../../stage.ts'
import { repeatKeys, type Segment, segmentsOf } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { makeTokens } from '../../tables/tokens.ts'

const seconds = z.number().positive()

/**
 * Cuts each window into patches: a block [channel, time, depth] of round(lengthS · rate) samples a
 * token. Samples after the last whole patch are dropped, and `endS` is where that patch ends. All
 * windows must have the channels, rate and length of the first; NaN stays where it is.
 *
 * @throws {NeurarrowError} `signal-too-short` when a window holds no patch, `length-mismatch` when
 *   windows differ
 */
export const patch = defineStage({
  use: 'patch',
  title: 'Cut windows into patches, the tokens that encoders take',
  reads: ['windows'],
  writes: 'tokens',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    lengthS: seconds.default(1).meta({ unit: 's', description: 'length of a patch' }),
    strideS: seconds.optional().meta({
      unit: 's',
      description: 'from the start of a patch to the start of the next; the length when not given',
    }),
  }),
  shape(input, { lengthS, strideS = lengthS }) {
    const { rateHz, channels, lengthS: windowS } = input
    if (windowS === undefined || windowS >= lengthS - 1e-9) {
      const count = windowS === undefined ? 0 : Math.floor((windowS - lengthS) / strideS + 1e-9)
      const spanS = windowS === undefined ? undefined : count * strideS + lengthS
      return { kind: 'tokens', rateHz, channels, lengthS: spanS }
    }
    const message = `a patch of ${lengthS} s is longer than the window of ${windowS} s`
    return { kind: 'tokens', rateHz, channels, issues: [{ path: ['lengthS'], message }] }
  },
  contextS: () => 0,
  run(input, { lengthS, strideS = lengthS }) {
    const windows = input as Table<'windows'>
    const segments = segmentsOf(windows)
    const { channels, rateHz, samples } = segments[0] ?? { channels: [], rateHz: 1, samples: 0 }
    const grid = { depth: atLeastOne(lengthS * rateHz), stride: atLeastOne(strideS * rateHz) }
    for (const segment of segments) requireAlike(segments[0], segment)
    const time = segments.length === 0 ? 1 : patchCount(samples, grid)
    if (time < 1) fail('signal-too-short', { stage: 'patch', samples, needed: grid.depth })
    const values = cutAll(segments, time, grid)
    const axes = { channel: channels.length, time, depth: grid.depth, channels, rateHz }
    const spanS = ((time - 1) * grid.stride + grid.depth) / rateHz
    return makeTokens(
      repeatKeys(
        windows,
        segments.map((s) => s.from),
      ),
      {
        window: Int32Array.from(segments, (s) => s.index),
        startS: Float64Array.from(segments, (s) => s.startS),
        endS: Float64Array.from(segments, (s) => s.startS + spanS),
      },
      { values, axes },
      { ...windows.meta },
    )
  },
})

const atLeastOne = (samples: number) => Math.max(1, Math.round(samples))

/** Patches of all windows, shape [R, channel, time, depth]. */
function cutAll(segments: readonly Segment[], time: number, grid: PatchGrid): Float32Array {
  const size = (segments[0]?.channels.length ?? 0) * time * grid.depth
  const out = new Float32Array(segments.length * size)
  segments.forEach((s, i) => {
    out.set(cutPatches(s.values, s.samples, grid), i * size)
  })
  return out
}

function requireAlike(first: Segment, other: Segment): void {
  const facts = ({ channels, rateHz, samples }: Segment) => ({ channels, rateHz, samples })
  const [expected, found] = [facts(first), facts(other)]
  if (JSON.stringify(expected) === JSON.stringify(found)) return
  fail('length-mismatch', { stage: 'patch', window: other.index, expected, found })
}
