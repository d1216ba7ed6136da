import { type Fft, fft } from './fft.ts'

/** How a signal goes on beyond its ends: mirrored through its end point, or held. */
export type Edge = 'reflect' | 'hold'

/**
 * Filters each row with symmetric taps, so that the phase stays.
 *
 * Beyond its ends a row is continued by up to min(L, T) - 1 samples, then by zeros. Blocks are
 * convolved by the Fourier transform, two blocks of one row as a complex signal, so that no row
 * touches another. What lies within half the taps of a value that is not finite becomes NaN.
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
  const block: Block = {
    plan,
    gain: gainOf(taps, plan),
    half,
    time: new Float64Array(2 * plan.length),
    spectrum: new Float64Array(2 * plan.length),
  }
  const extended = new Float64Array(samples + 2 * half)
  for (let start = 0; start < x.length; start += samples) {
    const row = out.subarray(start, start + samples)
    const holes = extend(x.subarray(start, start + samples), extended, edge)
    convolve(extended, block, row)
    if (holes) spread(holes, half, row)
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

function requireSymmetric(taps: Float64Array): void {
  const scale = taps.reduce((most, tap) => Math.max(most, Math.abs(tap)), 0)
  const bent = taps.some((tap, n) => Math.abs(tap - taps[taps.length - 1 - n]) > 1e-9 * scale)
  if (taps.length % 2 === 0 || bent) throw new RangeError('taps are not odd in number, symmetric')
}

/** The power of two that costs least; beyond 4096 a block no longer fits the nearest cache. */
function blockLength(samples: number, taps: number): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  const longest = 4 * (samples + taps)
  for (let length = 2; length <= longest || best === 0; length *= 2) {
    if (length < taps + 1) continue
    const pairs = Math.ceil(samples / (length - taps + 1) / 2)
    const cost = pairs * length * Math.log2(length) * (length > 4096 ? 1.2 : 1)
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

/** Writes a row with its continuation; values that are not finite become 0 and are returned. */
function extend(row: Float32Array, into: Float64Array, edge: Edge): Uint8Array | undefined {
  const last = row.length - 1
  const half = (into.length - row.length) / 2
  const reach = Math.min(half, last)
  into.fill(0)
  into.set(row, half)
  for (let k = 1; k <= reach; k++) {
    into[half - k] = edge === 'reflect' ? 2 * row[0] - row[k] : row[0]
    into[half + last + k] = edge === 'reflect' ? 2 * row[last] - row[last - k] : row[last]
  }
  let check = 0
  for (let n = 0; n <= last; n++) check += row[n] * 0
  return check === 0 ? undefined : takeHoles(into)
}

function takeHoles(extended: Float64Array): Uint8Array {
  const holes = new Uint8Array(extended.length)
  for (let n = 0; n < holes.length; n++) {
    if (Number.isFinite(extended[n])) continue
    holes[n] = 1
    extended[n] = 0
  }
  return holes
}

/**
 * Convolves two blocks at a time and keeps what no wrapping has touched. The second transform is
 * a forward one too: an inverse is a forward transform read backwards, its 1/N is in the gain.
 */
function convolve(extended: Float64Array, block: Block, out: Float32Array): void {
  const { plan, gain, half, time, spectrum } = block
  const step = plan.length - 2 * half
  for (let start = 0; start < out.length; start += 2 * step) {
    load(extended, start, time, 0)
    load(extended, start + step, time, 1)
    plan.forward(time, spectrum)
    for (let k = 0; k < gain.length; k++) {
      spectrum[2 * k] *= gain[k]
      spectrum[2 * k + 1] *= gain[k]
    }
    plan.forward(spectrum, time)
    for (let part = 0; part < 2; part++) {
      const from = start + part * step
      const end = Math.min(from + step, out.length)
      for (let n = from, i = 2 * (plan.length - half) + part; n < end; n++, i -= 2) out[n] = time[i]
    }
  }
}

function load(from: Float64Array, start: number, into: Float64Array, part: 0 | 1): void {
  const count = Math.max(0, Math.min(into.length / 2, from.length - start))
  for (let n = 0, i = part; n < count; n++, i += 2) into[i] = from[start + n]
  for (let i = 2 * count + part; i < into.length; i += 2) into[i] = 0
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
