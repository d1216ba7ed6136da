import type { Fft } from './fft.ts'

/**
 * Makes a complex forward transform of any length by a convolution with a chirp.
 *
 * @param length N
 * @param fft gives the transforms of the power of two that the convolution runs at
 * @returns a transform of shape [N, 2], interleaved; its two arrays must differ
 * @see Bluestein (1970), IEEE Trans. Audio Electroacoust. 18(4):451-455,
 *   doi:10.1109/TAU.1970.1162132
 */
export function chirpFft(
  length: number,
  fft: (length: number) => Fft,
): (from: Float64Array, into: Float64Array) => void {
  const plan = fft(2 ** Math.ceil(Math.log2(2 * length - 1)))
  const chirp = chirpOf(length)
  const filter = filterOf(chirp, length, plan)
  const a = new Float64Array(2 * plan.length)
  const b = new Float64Array(2 * plan.length)
  return (from, into) => {
    a.fill(0, 2 * length)
    timesInto(from, chirp, a, length)
    plan.forward(a, b)
    timesInto(b, filter, b, plan.length)
    plan.inverse(b, a)
    timesInto(a, chirp, into, length)
  }
}

/** exp(-pi i n² / N); n² is taken modulo 2N so that the angle stays exact. */
function chirpOf(length: number): Float64Array {
  const out = new Float64Array(2 * length)
  for (let n = 0; n < length; n++) {
    const angle = (-Math.PI * ((n * n) % (2 * length))) / length
    out[2 * n] = Math.cos(angle)
    out[2 * n + 1] = Math.sin(angle)
  }
  return out
}

function filterOf(chirp: Float64Array, length: number, plan: Fft): Float64Array {
  const wrapped = new Float64Array(2 * plan.length)
  for (let n = 0; n < length; n++) {
    const mirror = (plan.length - n) % plan.length
    wrapped[2 * n] = wrapped[2 * mirror] = chirp[2 * n]
    wrapped[2 * n + 1] = wrapped[2 * mirror + 1] = -chirp[2 * n + 1]
  }
  const filter = new Float64Array(2 * plan.length)
  plan.forward(wrapped, filter)
  return filter
}

function timesInto(a: Float64Array, b: Float64Array, into: Float64Array, length: number): void {
  for (let i = 0; i < 2 * length; i += 2) {
    const re = a[i] * b[i] - a[i + 1] * b[i + 1]
    const im = a[i] * b[i + 1] + a[i + 1] * b[i]
    into[i] = re
    into[i + 1] = im
  }
}
