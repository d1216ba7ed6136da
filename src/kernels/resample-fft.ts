import { fft } from './fft.ts'
import { roundHalfEven } from './round-half-even.ts'

/**
 * Resamples each row by cutting or extending its spectrum.
 *
 * Before, a row is continued to the next power of two that adds at least min(T / 8, 100) samples
 * on either side: mirrored through its end points as far as it reaches, then by zeros. A value
 * that is not finite makes its row NaN.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @param ratio new rate over old rate, above 0
 * @returns shape [R, max(1, round(T ratio))], same unit; [R, 0] when T is 0
 * @throws {RangeError} `ratio` is not above 0
 * @see mne.filter.resample with npad='auto', as mne.io.Raw.resample calls it
 */
export function resampleFft(x: Float32Array, rows: number, ratio: number): Float32Array {
  if (!(ratio > 0 && Number.isFinite(ratio))) throw new RangeError(`cannot resample by ${ratio}`)
  const samples = rows === 0 ? 0 : x.length / rows
  if (samples === 0) return new Float32Array(0)
  const sizes = sizesFor(samples, ratio)
  const { length } = sizes
  const out = new Float32Array(rows * length)
  const before = new Float64Array(2 * sizes.old)
  const spectrum = new Float64Array(2 * sizes.old)
  const kept = new Float64Array(2 * sizes.new)
  const after = new Float64Array(2 * sizes.new)
  for (let r = 0; r < rows; r += 2) {
    const both = r + 1 < rows
    before.fill(0)
    const whole = [extend(x.subarray(r * samples, (r + 1) * samples), before, sizes.pad)]
    if (both) {
      const next = x.subarray((r + 1) * samples, (r + 2) * samples)
      whole.push(extend(next, before.subarray(1), sizes.pad))
    }
    fft(sizes.old).forward(before, spectrum)
    cut(spectrum, kept, sizes.old, sizes.new)
    fft(sizes.new).inverse(kept, after)
    for (let c = 0; c < whole.length; c++) {
      const row = out.subarray((r + c) * length, (r + c + 1) * length)
      if (!whole[c]) row.fill(Number.NaN)
      else for (let n = 0, i = 2 * sizes.drop + c; n < length; n++, i += 2) row[n] = after[i]
    }
  }
  return out
}

function sizesFor(samples: number, ratio: number) {
  const add = 2 * Math.min(Math.floor(samples / 8), 100)
  const old = 2 ** Math.ceil(Math.log2(samples + add))
  const pad = Math.floor((old - samples) / 2)
  return {
    old,
    new: Math.max(roundHalfEven(ratio * old), 1),
    /** Samples put before a row, and taken away again after resampling. */
    pad,
    drop: roundHalfEven(ratio * pad),
    length: Math.max(roundHalfEven(ratio * samples), 1),
  }
}

/** Writes every second place of `into`; gives false and leaves zeros when a value is not finite. */
function extend(row: Float32Array, into: Float64Array, pad: number): boolean {
  let check = 0
  for (const value of row) check += value * 0
  if (check !== 0) return false
  const last = row.length - 1
  const size = Math.ceil(into.length / 2)
  for (let n = 0; n <= last; n++) into[2 * (pad + n)] = row[n]
  for (let k = 1; k <= Math.min(pad, last); k++) into[2 * (pad - k)] = 2 * row[0] - row[k]
  const behind = Math.min(size - pad - row.length, last)
  for (let k = 1; k <= behind; k++) into[2 * (pad + last + k)] = 2 * row[last] - row[last - k]
  return true
}

/** Copies the frequencies that both lengths have; the shared Nyquist frequency is folded. */
function cut(from: Float64Array, into: Float64Array, old: number, length: number): void {
  const shared = Math.min(old, length)
  const scale = length / old
  into.fill(0)
  const below = Math.ceil(shared / 2)
  for (let i = 0; i < 2 * below; i++) into[i] = from[i] * scale
  const shift = 2 * (length - old)
  for (let i = 2 * (old - below + 1); i < 2 * old; i++) into[i + shift] = from[i] * scale
  if (shared % 2 === 1) return
  const high = shared
  for (let part = 0; part < 2; part++) {
    const upper = from[high + part]
    const lower = from[2 * old - high + part]
    if (length < old) into[high + part] = (upper + lower) * scale
    else {
      into[high + part] = upper * 0.5 * scale
      if (length > old) into[2 * length - high + part] = upper * 0.5 * scale
    }
  }
}
