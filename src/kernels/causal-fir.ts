import { type Fft, fft } from './fft.ts'
import { type Edge, extendRow } from './fir-ends.ts'

/**
 * Filters each row with any taps, so that the output at a time depends on the present and the past
 * only.
 *
 * Before its start a row is continued by up to min(L, T) - 1 samples, then by zeros. A value that
 * is not finite makes NaN of what its taps reach.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @param taps shape [L], L at least 1
 * @param edge continuation, as `firFilter` has it
 * @returns shape [R, T], same unit
 * @see mne.filter.filter_data with phase='minimum'
 */
export function causalFir(
  x: Float32Array,
  rows: number,
  taps: Float64Array,
  edge: Edge = 'reflect',
): Float32Array {
  const out = new Float32Array(x.length)
  const samples = rows === 0 ? 0 : x.length / rows
  if (samples === 0) return out
  const before = taps.length - 1
  const plan = fft(blockLength(samples, taps.length))
  const gain = gainOf(taps, plan)
  const extended = new Float64Array(samples + 2 * before)
  for (let start = 0; start < x.length; start += samples) {
    const row = out.subarray(start, start + samples)
    const holes = extendRow(x.subarray(start, start + samples), extended, edge)
    convolve(extended.subarray(0, samples + before), { plan, gain, before }, row)
    if (holes) spreadForwards(holes, before, row)
  }
  return out
}

interface Block {
  readonly plan: Fft
  /** Transform of the taps, shape [N, 2]. */
  readonly gain: Float64Array
  /** L - 1. */
  readonly before: number
}

function blockLength(samples: number, taps: number): number {
  const most = 2 ** Math.ceil(Math.log2(samples + taps))
  return Math.min(most, 2 ** Math.ceil(Math.log2(Math.max(4 * taps, 1024))))
}

function gainOf(taps: Float64Array, plan: Fft): Float64Array {
  const time = new Float64Array(2 * plan.length)
  for (let n = 0; n < taps.length; n++) time[2 * n] = taps[n]
  const gain = new Float64Array(2 * plan.length)
  plan.forward(time, gain)
  return gain
}

/** Convolves two blocks at a time, as real and imaginary part, and keeps what does not wrap. */
function convolve(extended: Float64Array, { plan, gain, before }: Block, out: Float32Array): void {
  const { length } = plan
  const step = length - before
  const time = new Float64Array(2 * length)
  const spectrum = new Float64Array(2 * length)
  for (let start = 0; start < out.length; start += 2 * step) {
    for (let part = 0; part < 2; part++) {
      const from = start + part * step
      for (let n = 0; n < length; n++) time[2 * n + part] = extended[from + n] ?? 0
    }
    plan.forward(time, spectrum)
    for (let k = 0; k < 2 * length; k += 2) {
      const [re, im] = [spectrum[k], spectrum[k + 1]]
      spectrum[k] = re * gain[k] - im * gain[k + 1]
      spectrum[k + 1] = re * gain[k + 1] + im * gain[k]
    }
    plan.inverse(spectrum, time)
    for (let part = 0; part < 2; part++) {
      const from = start + part * step
      const end = Math.min(from + step, out.length)
      for (let n = from; n < end; n++) out[n] = time[2 * (before + n - from) + part]
    }
  }
}

/** Makes NaN every sample whose taps reach a hole; holes has shape [T + 2 before]. */
function spreadForwards(holes: Uint8Array, before: number, row: Float32Array): void {
  let within = 0
  for (let n = 0; n < before; n++) within += holes[n]
  for (let n = 0; n < row.length; n++) {
    within += holes[n + before]
    if (within > 0) row[n] = Number.NaN
    within -= holes[n]
  }
}
