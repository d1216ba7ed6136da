import { mixChannelsScalar } from './mix-channels-scalar.ts'
import { unset32 } from './recycling.ts'
import { type WasmRoom, wasmRoom } from './wasm/signal-wasm.ts'

/**
 * Mixes the channels of a block by a matrix: w · x.
 *
 * Sums run over the channels in order, in f64. A channel with NaN makes NaN of what it goes into,
 * unless its weight is 0.
 *
 * @param w shape [D, C]
 * @param x shape [C, T]
 * @param samples T
 * @returns shape [D, T]
 * @throws {RangeError} the sizes do not fit
 */
export function mixChannels(w: Float64Array, x: Float32Array, samples: number): Float32Array {
  const count = x.length === 0 ? 0 : (w.length * samples) / x.length
  if (!Number.isInteger(count) || count * x.length < SMALL) return mixChannelsScalar(w, x, samples)
  const out = unset32(count * samples)
  const rows = Array.from({ length: count }, (_, d) => d)
  mixInto(out, { w, x, samples, rows, others: [] })
  return out
}

/** Mixtures of the channels of a block, and where they go. */
export interface Mixtures {
  /** Shape [D, C]. */
  readonly w: Float64Array
  /** Shape [C, T]. */
  readonly x: Float32Array
  /** T. */
  readonly samples: number
  /** The row of the result that each mixture goes to, shape [D]. */
  readonly rows: readonly number[]
  /** Channels that go to their own row as they are. */
  readonly others: readonly number[]
}

/**
 * Does what `mixChannels` does into rows of a block that is there, and copies some channels on the
 * way, while they are in the cache.
 *
 * @param out shape [R, T]
 * @returns false when nothing was done: `mixChannelsScalar` is faster for so small a block, or says
 *   what does not fit
 */
export function mixInto(out: Float32Array, { w, x, samples, rows, others }: Mixtures): boolean {
  const channels = samples === 0 ? 0 : x.length / samples
  if (rows.length * channels !== w.length || rows.length * x.length < SMALL) return false
  const groups = grouped(w, channels)
  const used = new Set(groups.flatMap((group) => group.channels))
  const together = Math.min(LONGEST, BLOCK / Math.max(1, used.size))
  const stretch = 8 * Math.ceil(Math.min(samples, together) / 8)
  // an odd number of cache lines, so that the rows of a moment do not crowd into a few of its sets
  const stride = 16 * (Math.ceil(stretch / 16) | 1)
  const room = wasmRoom([4 * stride * used.size, 16 * stretch, 8 * w.length, 4 * w.length])
  layOut(room, groups, { w, channels, used, stride })
  const copied = new Set(others)
  const either = [...new Set([...used, ...others])]
  const places = new Map([...used].map((c, i) => [c, room.at[0] / 4 + i * stride]))
  for (let from = 0; from < samples; from += stretch) {
    const length = Math.min(stretch, samples - from)
    for (const c of either) {
      const part = x.subarray(c * samples + from, c * samples + from + length)
      const place = places.get(c)
      if (copied.has(c)) out.set(part, c * samples + from)
      if (place !== undefined) room.f32.set(part, place)
    }
    for (const group of groups) mixGroup(room, group, { out, rows, samples, from, length, stretch })
  }
  return true
}

/** Fewer products are done faster without copying the samples. */
const SMALL = 16384

/** Samples of all channels that are worked on at a time: 2 MiB, of which the cache keeps most. */
const BLOCK = 2 ** 19
/** Samples of one channel at a time. */
const LONGEST = 2 ** 15

/** Up to four outputs in a row that are made of the same channels. */
interface Group {
  readonly first: number
  readonly count: number
  readonly channels: readonly number[]
  /** Where its weights and the places of its channels lie, in elements of their regions. */
  readonly at: number
}

function grouped(w: Float64Array, channels: number): Group[] {
  const own = Array.from({ length: w.length / channels }, (_, d) => {
    return Array.from({ length: channels }, (_c, c) => c).filter((c) => w[d * channels + c] !== 0)
  })
  const keys = own.map((list) => list.join())
  const groups: Group[] = []
  for (let d = 0; d < own.length; ) {
    let alike = 1
    while (alike < 6 && d + alike < own.length && keys[d + alike] === keys[d]) alike++
    // one output by itself costs half more than one of several: five are three and two
    const count = alike === 5 ? 3 : Math.min(alike, 4)
    groups.push({ first: d, count, channels: own[d], at: d * channels })
    d += count
  }
  return groups
}

interface Mixing {
  readonly w: Float64Array
  readonly channels: number
  readonly used: ReadonlySet<number>
  /** Elements from one channel to the next. */
  readonly stride: number
}

/** Puts the weights and the places of the channels of all groups into the room. */
function layOut(room: WasmRoom, groups: readonly Group[], mixing: Mixing): void {
  const { w, channels, used, stride } = mixing
  const { f64, u32, at } = room
  const places = new Map([...used].map((c, i) => [c, 4 * stride * i]))
  for (const group of groups) {
    for (const [i, c] of group.channels.entries()) {
      u32[at[3] / 4 + group.at + i] = places.get(c) ?? 0
      for (let r = 0; r < group.count; r++) {
        f64[at[2] / 8 + group.at + i * group.count + r] = w[(group.first + r) * channels + c]
      }
    }
  }
}

interface Piece {
  readonly out: Float32Array
  readonly rows: readonly number[]
  readonly samples: number
  readonly from: number
  readonly length: number
  readonly stretch: number
}

function mixGroup({ wasm, f32, at }: WasmRoom, group: Group, piece: Piece): void {
  const { out, rows, samples, from, length, stretch } = piece
  const [x, made, weights, places] = at
  const mixes = [wasm.mixOne, wasm.mixTwo, wasm.mixThree, wasm.mixFour]
  mixes[group.count - 1](
    ...([x, places + 4 * group.at, group.channels.length, weights + 8 * group.at] as const),
    ...([made, 4 * stretch, 8 * Math.ceil(length / 8)] as const),
  )
  for (let r = 0; r < group.count; r++) {
    const start = made / 4 + r * stretch
    out.set(f32.subarray(start, start + length), rows[group.first + r] * samples + from)
  }
}
