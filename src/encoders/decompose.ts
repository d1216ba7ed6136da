import * as z from 'zod'
import { fail } from '../errors.ts'
import { firPassBand } from '../kernels/fir-design.ts'
import { firFilter } from '../kernels/fir-filter.ts'
import {
  componentCount,
  type IndependentComponents,
  independentComponents,
} from '../kernels/independent-components.ts'
import { type PrincipalAxes, principalAxes } from '../kernels/whitening.ts'
import { brainRows } from '../tables/brain-channels.ts'
import { channelKey, matchChannels } from '../tables/channel.ts'
import { electrodePlaces } from '../tables/electrode-places.ts'
import { joinedRows, type Part } from '../tables/joined-rows.ts'
import { type OneRatePart, oneRateParts } from '../tables/one-rate.ts'
import type { Segment, Signals } from '../tables/signals.ts'
import { type Table, wordsOf } from '../tables/table.ts'

const hz = z.number().positive()

/** How a recording is decomposed: what the stages `ica` and `icaComponents` have in common. */
export const decomposeShape = {
  channels: z
    .array(z.string().min(1))
    .min(2)
    .optional()
    .meta({
      description:
        'channels that are decomposed; if not given all that measure the brain, by the types ' +
        'that the file states, but those of `correlate`',
    }),
  method: z
    .enum(['picard', 'infomax', 'fastica', 'fasticaDeflation'])
    .default('picard')
    .meta({
      description:
        'picard and infomax maximise the same likelihood (extended Infomax), picard in far less ' +
        'time; fastica takes all components at once, fasticaDeflation one after the other',
    }),
  components: z
    .union([z.literal('rank'), z.number().positive()])
    .default('rank')
    .meta({
      unit: '1',
      description:
        'how many: the rank of the channels, a number, or below 1 the least number of principal ' +
        'directions that hold more than this share of the variance',
    }),
  fitBandHz: z.tuple([hz, hz]).optional().meta({
    unit: 'Hz',
    description: 'the decomposition is found, and labelled, on a copy filtered to this band',
  }),
  maxIterations: z.int().min(1).default(500).meta({
    unit: '1',
    description: 'steps after which it ends with a note that it did not converge',
  }),
}

const schema = z.object(decomposeShape)

export type DecomposeOptions = z.output<typeof schema>

/** A recording, taken apart. */
export interface Decomposed {
  readonly recording: string
  readonly channels: readonly string[]
  /** Of the channels, shape [C, 3], on the unit sphere; NaN where one has no place. */
  readonly places: Float64Array
  readonly rateHz: number
  /** What was decomposed: all segments one after the other, shape [C, T]. */
  readonly fitted: Float32Array
  readonly found: IndependentComponents
  /** Where the channels are in each segment. */
  readonly parts: readonly OneRatePart[]
}

/**
 * Takes the channels of a recording apart into independent components.
 *
 * @param others channels that are left out when `options.channels` are not given
 * @returns `undefined` for a table without rows
 * @throws {NeurarrowError} `channel-missing`, `rates-differ`, `non-finite`, `signal-too-short`;
 *   `rank-deficient` with the rank when more components are asked for; `not-converged` when the
 *   weights of infomax grow without bound
 */
export function decompose(
  table: Signals,
  options: DecomposeOptions,
  settings: { readonly stage: string; readonly seed: number; readonly others?: readonly string[] },
): Decomposed | undefined {
  const { stage, seed, others = [] } = settings
  const wanted = (available: readonly string[], { recording }: Segment) =>
    wantedOf(table, available, { stage, recording, others, chosen: options.channels })
  const parts = oneRateParts(table, wanted, { stage })
  requireOthers(table, parts, { others, stage })
  const [first] = parts
  if (first === undefined) return undefined
  const { recording, rateHz } = first.segment
  const channels = first.rows.map((row) => first.segment.channels[row])
  requireAlike(stage, parts, channels)
  const x = joinedRows(parts)
  requireUsable(x, channels, { stage, recording })
  const fitted = options.fitBandHz ? filtered(parts, options.fitBandHz) : x
  const axes = principalAxes(fitted, channels.length)
  requireRank(axes, options, { stage, recording, channels: channels.length })
  const found = separated(fitted, axes, { ...options, seed, stage })
  const { places } = electrodePlaces(table, channels)
  return { recording, channels, places, rateHz, fitted, found, parts }
}

interface Wanted {
  readonly stage: string
  readonly recording: string
  readonly others: readonly string[]
  readonly chosen?: readonly string[]
}

function wantedOf(
  table: Signals,
  available: readonly string[],
  { stage, recording, others, chosen }: Wanted,
): number[] {
  const facts = { stage, recording }
  if (chosen) return matchChannels(available, chosen, facts)
  const left = new Set(matchChannels(available, others, facts))
  const rows = brainRows(table, available, facts).filter((row) => !left.has(row))
  if (rows.length > 0) return rows
  return fail('channel-missing', { ...facts, says: 'no channel is left to be decomposed' })
}

/** Components are compared with channels of their own rate alone. */
function requireOthers(
  table: Table,
  parts: readonly OneRatePart[],
  { others, stage }: Pick<Wanted, 'others' | 'stage'>,
): void {
  const all = new Set(wordsOf(table, 'channel').map(channelKey))
  for (const { segment } of parts) {
    const { recording, rateHz } = segment
    const known = new Set(segment.channels.map(channelKey))
    const other = others.find((name) => !known.has(channelKey(name)) && all.has(channelKey(name)))
    if (other === undefined) continue
    const remedy = '`resample` before it: components are compared sample by sample'
    fail('rates-differ', { stage, recording, rateHz, channel: other, remedy })
  }
}

function requireAlike(stage: string, parts: readonly Part[], channels: readonly string[]): void {
  const [{ segment: first }] = parts
  for (const { segment, rows } of parts) {
    const { recording, rateHz } = segment
    if (rateHz !== first.rateHz) {
      fail('rates-differ', { stage, recording, rates: [first.rateHz, rateHz] })
    }
    const found = rows.map((row) => segment.channels[row])
    if (found.join() !== channels.join()) {
      fail('channel-missing', { stage, recording, expected: channels, found })
    }
  }
}

function requireUsable(x: Float32Array, channels: readonly string[], facts: object): void {
  const samples = x.length / channels.length
  const needed = Math.max(channels.length + 1, 64)
  if (!(samples >= needed)) fail('signal-too-short', { ...facts, samples, needed })
  const at = x.findIndex((v) => !Number.isFinite(v))
  if (at < 0) return
  const remedy = 'leave the channel out with `pick`, or the stretch before the recording is read'
  const place = { channel: channels[Math.floor(at / samples)], sample: at % samples }
  fail('non-finite', { ...facts, ...place, remedy })
}

function filtered(parts: readonly Part[], [lowHz, highHz]: readonly [number, number]) {
  const [{ segment, rows }] = parts
  const nyquist = segment.rateHz / 2
  const band = highHz < nyquist ? { lowHz, highHz } : { lowHz }
  const taps = firPassBand({ ...band, rateHz: segment.rateHz })
  const own = parts.map((part) => {
    const values = firFilter(joinedRows([part]), rows.length, taps)
    const channels = part.rows.map((row) => part.segment.channels[row])
    return { segment: { ...part.segment, channels, values }, rows: channels.map((_, c) => c) }
  })
  return joinedRows(own)
}

function requireRank(
  axes: PrincipalAxes,
  { components }: DecomposeOptions,
  facts: { stage: string; recording: string; channels: number },
): void {
  const { rank } = axes
  const asked = componentCount(axes, components)
  if (rank >= 2 && asked <= rank) return
  const remedy =
    rank < 2
      ? 'the channels hold the same signal, or none: look at the reference and at flat channels'
      : 'ask for `components: rank`: a common average takes one from the rank, and so does each ' +
        'channel that was interpolated or is a copy of others'
  fail('rank-deficient', { ...facts, rank, asked, remedy })
}

function separated(
  x: Float32Array,
  axes: PrincipalAxes,
  options: DecomposeOptions & { readonly seed: number; readonly stage: string },
): IndependentComponents {
  try {
    return independentComponents(x, axes, options)
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    const { stage, method } = options
    return fail('not-converged', { stage, method, says: thrown.message }, thrown)
  }
}
