import { type Fft, fft } from './fft.ts'
import { type Edge, extendRow, requireSymmetric, spreadHoles } from './fir-ends.ts'

/**
 * Filters as `firFilter` does, one pair of blocks at a time.
 *
 * @param x signals, shape [R, T]
 * @param taps shape [L]
 * @returns shape [R, T]
 */
export function firFilterScalar(
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
    const holes = extendRow(x.subarray(start, start + samples), extended, edge)
    convolve(extended, block, row)
    if (holes) spreadHoles(holes, half, row)
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
