import { random } from '../../src/kernels/random.ts'
import { principalAxes, whiten } from '../../src/kernels/whitening.ts'
import { times } from '../linalg-golden.ts'

/** Mixed and whitened sources, of heavy and of light tails by turns. */
export interface SeparationCase {
  /** Shape [N, T]. */
  readonly whitened: Float64Array
  /** Sources to whitened signals, shape [N, N]. */
  readonly mixing: Float64Array
}

/** N sources of T samples, mixed at random. */
export function separationCase(n: number, samples: number, seed: number): SeparationCase {
  const draw = random(seed)
  const sources = Float64Array.from({ length: n * samples }, (_, i) => {
    const u = 2 * draw.uniform() - 1
    return Math.floor(i / samples) % 2 === 0 ? Math.sign(u) * -Math.log(1 - Math.abs(u)) : u
  })
  const mixing = Float64Array.from({ length: n * n }, () => draw.normal())
  const x = times(mixing, sources, n)
  const { whitened, forward } = whiten(x, principalAxes(x, n), n)
  return { whitened, mixing: times(forward, mixing, n) }
}

/**
 * How much of other sources each output holds: the largest over the second largest magnitude in
 * each row of what leads from sources to outputs, least of all rows.
 */
export function purity(unmixing: Float64Array, mixing: Float64Array, n: number): number {
  const both = times(unmixing, mixing, n)
  const rows = Array.from({ length: n }, (_, k) =>
    Array.from(both.subarray(k * n, (k + 1) * n), Math.abs).sort((a, b) => b - a),
  )
  return Math.min(...rows.map(([first, second]) => first / second))
}
