import { chirpSum } from './chirp-sum.ts'
import { realFft } from './real-fft.ts'
import { unset32 } from './recycling.ts'
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
  if (samples === 1) return held(x, sizes.length)
  const forward = realFft(sizes.old)
  const terms = Math.floor(Math.min(sizes.old, sizes.new) / 2) + 1
  const { drop: from, length: count } = sizes
  const backward = chirpSum({ length: sizes.new, terms, from, count })
  const extended = new Float64Array(sizes.old)
  const spectrum = new Float64Array(sizes.old + 2)
  const out = unset32(rows * count)
  for (let r = 0; r < rows; r++) {
    const into = out.subarray(r * count, (r + 1) * count)
    if (extend(x.subarray(r * samples, (r + 1) * samples), extended, sizes.pad)) {
      forward.forward(extended, spectrum)
      weigh(spectrum, sizes.old, sizes.new)
      backward(spectrum, into)
    } else into.fill(Number.NaN)
  }
  return out
}

/** A single sample has no frequency but 0 Hz. */
function held(x: Float32Array, length: number): Float32Array {
  return Float32Array.from({ length: x.length * length }, (_, i) => x[Math.floor(i / length)])
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

/** Fills `into` with the continued row; gives false when a value is not finite. */
function extend(row: Float32Array, into: Float64Array, pad: number): boolean {
  let check = 0
  for (let n = 0; n < row.length; n++) check += row[n] * 0
  if (check !== 0) return false
  const last = row.length - 1
  into.fill(0)
  into.set(row, pad)
  for (let k = 1; k <= Math.min(pad, last); k++) into[pad - k] = 2 * row[0] - row[k]
  const behind = Math.min(into.length - pad - row.length, last)
  for (let k = 1; k <= behind; k++) into[pad + last + k] = 2 * row[last] - row[last - k]
  return true
}

/**
 * Turns the frequencies that both lengths have into coefficients of a sum whose real part is the
 * signal: each stands for itself and its negative one, except 0 Hz and, where samples do not get
 * fewer, the Nyquist frequency, which is shared between both.
 */
function weigh(spectrum: Float64Array, old: number, length: number): void {
  const shared = Math.min(old, length)
  spectrum[0] /= old
  for (let i = 2; i < shared + 2; i++) spectrum[i] *= 2 / old
  if (shared % 2 === 0 && length >= old) spectrum[shared] *= length > old ? 0.5 : 0.25
}
