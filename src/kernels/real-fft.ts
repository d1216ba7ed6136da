import { fft } from './fft.ts'

/** A Fourier transform of real numbers. */
export interface RealFft {
  /** N. */
  readonly length: number
  /** from shape [N] to into shape [N / 2 + 1, 2]: frequencies from 0 to half the rate. */
  forward(from: Float64Array, into: Float64Array): void
}

const plans = new Map<number, RealFft>()

/**
 * Gives the transform of real signals of an even length, by a complex one of half the length;
 * shape [N] in, shape [N / 2 + 1, 2] out, interleaved.
 *
 * A value that is not finite reaches every output.
 *
 * @param length N, even, from 2
 * @throws {RangeError} `length` is odd or below 2
 * @see numpy.fft.rfft
 */
export function realFft(length: number): RealFft {
  const kept = plans.get(length)
  if (kept) return kept
  if (length % 2 !== 0 || length < 2) throw new RangeError(`no real transform of ${length}`)
  const half = fft(length / 2)
  const roots = rootsOf(length)
  const folded = new Float64Array(length)
  const plan: RealFft = {
    length,
    forward(from, into) {
      half.forward(from, folded)
      unfold(folded, roots, into)
    },
  }
  plans.set(length, plan)
  return plan
}

/** exp(-2 pi i k / N) for k up to N / 4. */
function rootsOf(length: number): Float64Array {
  const roots = new Float64Array(2 * (Math.floor(length / 4) + 1))
  for (let k = 0; 2 * k < roots.length; k++) {
    roots[2 * k] = Math.cos((-2 * Math.PI * k) / length)
    roots[2 * k + 1] = Math.sin((-2 * Math.PI * k) / length)
  }
  return roots
}

/** Even and odd samples were one complex signal; their transforms E and O give E + root O. */
function unfold(z: Float64Array, roots: Float64Array, into: Float64Array): void {
  const size = z.length
  into[0] = z[0] + z[1]
  into[1] = 0
  into[size] = z[0] - z[1]
  into[size + 1] = 0
  for (let i = 2; i <= size / 2; i += 2) {
    const j = size - i
    const er = 0.5 * (z[i] + z[j])
    const ei = 0.5 * (z[i + 1] - z[j + 1])
    const or = 0.5 * (z[i + 1] + z[j + 1])
    const oi = 0.5 * (z[j] - z[i])
    const tr = or * roots[i] - oi * roots[i + 1]
    const ti = or * roots[i + 1] + oi * roots[i]
    into[i] = er + tr
    into[i + 1] = ei + ti
    into[j] = er - tr
    into[j + 1] = ti - ei
  }
}
