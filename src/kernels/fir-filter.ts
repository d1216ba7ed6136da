import { type Fft, fft } from './fft.ts'

/** How a signal goes on beyond its ends: mirrored through its end point, or held. */
export type Edge = 'reflect' | 'hold'

/**
 * Filters each row with symmetric taps, so that the phase stays.
 *
 * Beyond its ends a row is continued by up to min(L, T) - 1 samples, then by zeros. Blocks are
 * convolved by the Fourier transform, two rows as one complex signal. What lies within half the
 * taps of a value that is not finite becomes NaN, in that row alone.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @param taps shape [L], L odd, symmetric
 * @param edge continuation: `reflect` gives 2 x[0] - x[k] at -k, `hold` gives x[0]
 * @returns shape [R, T], same unit
 * @throws {RangeError} the taps are not symmetric or their number is even
 * @see mne.filter.filter_data with pad='reflect_limited' (`reflect`) or pad='edge' (`hold`)
 */
export function firFilter(
  x: Float32Array,
  rows: number,
  taps: Float64Array,
  edge: Edge = 'reflect',
): Float32Array {
  requireSymmetric(taps)
  const out = new Float32Array(x.length)
  const samples = rows === 0 ? 0 : x.length / rows
  if (samples === 0) return out
  if (taps.length === 1) return x.map((value) => value * taps[0])
  const half = (taps.length - 1) / 2
  const plan = fft(blockLength(samples, taps.length))
  const block: Block = { plan, gain: gainOf(taps, plan), half, ...scratchFor(plan) }
  const pair = new Float64Array(2 * (samples + 2 * half))
  for (let r = 0; r < rows; r += 2) {
    const a = x.subarray(r * samples, (r + 1) * samples)
    const b = r + 1 < rows ? x.subarray((r + 1) * samples, (r + 2) * samples) : undefined
    const holesA = extend(a, { pair, at: 0, half, edge })
    const holesB = b && extend(b, { pair, at: 1, half, edge })
    const into = out.subarray(r * samples)
    convolvePair(pair, block, into, b ? samples : -samples)
    if (holesA) spread(holesA, half, into.subarray(0, samples))
    if (holesB) spread(holesB, half, into.subarray(samples, 2 * samples))
  }
  return out
}

interface Block {
  readonly plan: Fft
  /** Transform of the centred taps over the block's length, real because they are symmetric. */
  readonly gain: Float64Array
  readonly half: number
  readonly time: Float64Array
  readonly spectrum: Float64Array
}

function scratchFor(plan: Fft): { time: Float64Array; spectrum: Float64Array } {
  return { time: new Float64Array(2 * plan.length), spectrum: new Float64Array(2 * plan.length) }
}

function requireSymmetric(taps: Float64Array): void {
  const scale = taps.reduce((most, tap) => Math.max(most, Math.abs(tap)), 0)
  const bent = taps.some((tap, n) => Math.abs(tap - taps[taps.length - 1 - n]) > 1e-9 * scale)
  if (taps.length % 2 === 0 || bent) throw new RangeError('taps are not odd in number, symmetric')
}

/** The power of two that costs least; beyond 4096 a block no longer fits the nearest cache. */
function blockLength(samples: number, taps: number): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  const longest = 4 * Math.max(samples + taps, taps)
  for (let length = 2; length <= longest || best === 0; length *= 2) {
    if (length < 2 * taps - 1) continue
    const blocks = Math.ceil(samples / (length - taps + 1))
    const cost = blocks * length * Math.log2(length) * (length > 4096 ? 1.2 : 1)
    if (cost < least) {
      least = cost
      best = length
    }
  }
  return best
}

function gainOf(taps: Float64Array, plan: Fft): Float64Array {
  const half = (taps.length - 1) / 2
  const centred = new Float64Array(2 * plan.length)
  for (let n = 0; n < taps.length; n++) {
    centred[2 * ((n - half + plan.length) % plan.length)] = taps[n]
  }
  const spectrum = new Float64Array(2 * plan.length)
  plan.forward(centred, spectrum)
  return Float64Array.from({ length: plan.length }, (_, k) => spectrum[2 * k] / plan.length)
}

interface Extension {
  /** Interleaved, shape [T + 2 half, 2]. */
  readonly pair: Float64Array
  readonly at: 0 | 1
  readonly half: number
  readonly edge: Edge
}

/** Writes a row with its continuation; values that are not finite become 0 and are returned. */
function extend(row: Float32Array, { pair, at, half, edge }: Extension) {
  const last = row.length - 1
  const reach = Math.min(half, last)
  for (let k = 1; k <= half; k++) {
    const inside = k <= reach
    const slope = edge === 'reflect' && inside
    const before = slope ? 2 * row[0] - row[k] : row[0]
    const after = slope ? 2 * row[last] - row[last - k] : row[last]
    pair[2 * (half - k) + at] = inside ? before : 0
    pair[2 * (half + last + k) + at] = inside ? after : 0
  }
  let check = 0
  for (let n = 0, o = 2 * half + at; n <= last; n++, o += 2) {
    pair[o] = row[n]
    check += row[n] * 0
  }
  return check === 0 ? undefined : takeHoles(pair, at)
}

function takeHoles(pair: Float64Array, at: 0 | 1): Uint8Array {
  const holes = new Uint8Array(pair.length / 2)
  for (let n = 0, o = at; n < holes.length; n++, o += 2) {
    if (Number.isFinite(pair[o])) continue
    holes[n] = 1
    pair[o] = 0
  }
  return holes
}

/**
 * Convolves block after block and keeps what no wrapping has touched. The second transform is a
 * forward one too: an inverse is a forward transform read backwards, its 1/N is in the gain.
 */
function convolvePair(pair: Float64Array, block: Block, out: Float32Array, size: number): void {
  const { plan, gain, half, time, spectrum } = block
  const samples = Math.abs(size)
  const step = plan.length - 2 * half
  for (let start = 0; start < samples; start += step) {
    const stop = Math.min(2 * (start + plan.length), pair.length)
    time.set(pair.subarray(2 * start, stop))
    time.fill(0, stop - 2 * start)
    plan.forward(time, spectrum)
    for (let k = 0; k < gain.length; k++) {
      spectrum[2 * k] *= gain[k]
      spectrum[2 * k + 1] *= gain[k]
    }
    plan.forward(spectrum, time)
    const end = Math.min(start + step, samples)
    const from = 2 * (plan.length - half)
    for (let n = start, i = from; n < end; n++, i -= 2) out[n] = time[i]
    if (size < 0) continue
    for (let n = start, i = from; n < end; n++, i -= 2) out[samples + n] = time[i + 1]
  }
}

/** Makes NaN every sample whose taps reach a hole; `holes` has shape [T + 2 half]. */
function spread(holes: Uint8Array, half: number, row: Float32Array): void {
  let within = 0
  for (let n = 0; n < 2 * half; n++) within += holes[n]
  for (let n = 0; n < row.length; n++) {
    within += holes[n + 2 * half]
    if (within > 0) row[n] = Number.NaN
    within -= holes[n]
  }
}
