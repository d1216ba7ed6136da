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
  const channels = samples === 0 ? 0 : x.length / samples
  const rows = channels === 0 ? 0 : w.length / channels
  if (!Number.isInteger(rows) || rows * x.length < SMALL) return mixChannelsScalar(w, x, samples)
  const groups = grouped(w, channels)
  const used = [...new Set(groups.flatMap((group) => group.channels))]
  const stretch = 8 * Math.ceil(Math.min(samples, BLOCK / Math.max(1, used.length)) / 8)
  const block = 4 * stretch * used.length
  const room = wasmRoom([block, 16 * stretch, 8 * w.length, 4 * w.length])
  layOut(room, groups, { w, channels, used, stretch })
  const out = unset32(rows * samples)
  for (let from = 0; from < samples; from += stretch) {
    const length = Math.min(stretch, samples - from)
    for (const [i, c] of used.entries()) {
      const start = c * samples + from
      room.f32.set(x.subarray(start, start + length), room.at[0] / 4 + i * stretch)
    }
    for (const group of groups) mixGroup(room, group, { out, samples, from, length, stretch })
  }
  return out
}

/** Fewer products are done faster without copying the samples. */
const SMALL = 16384

/** Samples of all channels that are worked on at a time: they stay in a cache of 256 KiB. */
const BLOCK = 2 ** 16

/** One or four outputs in a row that are made of the same channels. */
interface Group {
  readonly first: number
  readonly rows: 1 | 4
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
    const isFour = d + 3 < own.length && [1, 2, 3].every((i) => keys[d + i] === keys[d])
    groups.push({ first: d, rows: isFour ? 4 : 1, channels: own[d], at: d * channels })
    d += isFour ? 4 : 1
  }
  return groups
}

interface Mixing {
  readonly w: Float64Array
  readonly channels: number
  readonly used: readonly number[]
  readonly stretch: number
}

/** Puts the weights and the places of the channels of all groups into the room. */
function layOut(room: WasmRoom, groups: readonly Group[], mixing: Mixing): void {
  const { w, channels, used, stretch } = mixing
  const { f64, u32, at } = room
  const places = new Map(used.map((c, i) => [c, 4 * stretch * i]))
  for (const group of groups) {
    for (const [i, c] of group.channels.entries()) {
      u32[at[3] / 4 + group.at + i] = places.get(c) ?? 0
      for (let r = 0; r < group.rows; r++) {
        f64[at[2] / 8 + group.at + i * group.rows + r] = w[(group.first + r) * channels + c]
      }
    }
  }
}

interface Piece {
  readonly out: Float32Array
  readonly samples: number
  readonly from: number
  readonly length: number
  readonly stretch: number
}

function mixGroup({ wasm, f32, at }: WasmRoom, group: Group, piece: Piece): void {
  const { out, samples, from, length, stretch } = piece
  const [x, made, weights, places] = at
  const mix = group.rows === 4 ? wasm.mixFour : wasm.mixOne
  mix(
    ...([x, places + 4 * group.at, group.channels.length, weights + 8 * group.at] as const),
    ...([made, 4 * stretch, 8 * Math.ceil(length / 8)] as const),
  )
  for (let r = 0; r < group.rows; r++) {
    const start = made / 4 + r * stretch
    out.set(f32.subarray(start, start + length), (group.first + r) * samples + from)
  }
}
