import { fft } from './fft.ts'

/** Which outputs of a Fourier sum are wanted. */
export interface ChirpSum {
  /** N: the sum is over exp(2 pi i k n / N). */
  readonly length: number
  /** K: coefficients k from 0 to K - 1. */
  readonly terms: number
  /** First n that is wanted. */
  readonly from: number
  /** How many outputs are wanted, from 1. */
  readonly count: number
}

/**
 * Makes a sum of K harmonics at some of the N points of a period, at a cost that knows nothing of
 * the factors of N: into[m] = Re sum over k of c[k] exp(2 pi i k (from + m) / N).
 *
 * @returns a function from coefficients c, shape [K, 2], interleaved, to outputs, shape [count]
 * @see Rabiner, Schafer & Rader (1969), IEEE Trans. Audio Electroacoust. 17(2):86-92,
 *   doi:10.1109/TAU.1969.1162034 (chirp z-transform)
 */
export function chirpSum(sum: ChirpSum): (c: Float64Array, into: Float32Array) => void {
  const { terms, count } = sum
  const plan = fft(2 ** Math.ceil(Math.log2(Math.max(2, terms + count - 1))))
  const before = termFactors(sum)
  const after = quadratic(count, sum.length)
  const filter = filterOf(sum, plan.length)
  const a = new Float64Array(2 * plan.length)
  const b = new Float64Array(2 * plan.length)
  return (c, into) => {
    a.fill(0, 2 * terms)
    product(c, before, a, terms)
    plan.forward(a, b)
    product(b, filter, b, plan.length)
    plan.forward(b, a)
    for (let m = 0, i = 0, o = 0; m < count; m++, o += 2) {
      into[m] = a[i] * after[o] - a[i + 1] * after[o + 1]
      i = 2 * (plan.length - m - 1)
    }
  }
}

/** exp(pi i n² / N) for n below `count`; n² is taken modulo 2N so that the angle stays exact. */
function quadratic(count: number, length: number): Float64Array {
  const out = new Float64Array(2 * count)
  for (let n = 0; n < count; n++) {
    const angle = (Math.PI * ((n * n) % (2 * length))) / length
    out[2 * n] = Math.cos(angle)
    out[2 * n + 1] = Math.sin(angle)
  }
  return out
}

/** exp(pi i (k² + 2 k from) / N). */
function termFactors({ terms, from, length }: ChirpSum): Float64Array {
  const out = new Float64Array(2 * terms)
  for (let k = 0; k < terms; k++) {
    const angle = (Math.PI * ((k * k + 2 * k * from) % (2 * length))) / length
    out[2 * k] = Math.cos(angle)
    out[2 * k + 1] = Math.sin(angle)
  }
  return out
}

/** The transform of exp(-pi i m² / N), m from 1 - K to count - 1, over the plan's length. */
function filterOf({ terms, count, length }: ChirpSum, size: number): Float64Array {
  const chirp = quadratic(Math.max(terms, count), length)
  const wrapped = new Float64Array(2 * size)
  for (let m = 0; m < terms; m++) put(wrapped, (size - m) % size, chirp, m)
  for (let m = 0; m < count; m++) put(wrapped, m, chirp, m)
  const filter = new Float64Array(2 * size)
  fft(size).forward(wrapped, filter)
  return filter.map((value) => value / size)
}

function put(into: Float64Array, at: number, chirp: Float64Array, m: number): void {
  into[2 * at] = chirp[2 * m]
  into[2 * at + 1] = -chirp[2 * m + 1]
}

function product(a: Float64Array, b: Float64Array, into: Float64Array, count: number): void {
  for (let i = 0; i < 2 * count; i += 2) {
    const re = a[i] * b[i] - a[i + 1] * b[i + 1]
    const im = a[i] * b[i + 1] + a[i + 1] * b[i]
    into[i] = re
    into[i + 1] = im
  }
}
