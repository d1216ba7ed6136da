import type { Random } from './random.ts'

/**
 * Draws shares that sum to 1 from a symmetric Dirichlet distribution.
 *
 * @param length how many shares, at least 1
 * @param concentration above 0; below 1 most of the weight goes to few
 * @returns shape [length]
 * @see Marsaglia & Tsang (2000), ACM Trans. Math. Softw. 26(3):363-372, doi:10.1145/358407.358414
 */
export function dirichlet(draw: Random, length: number, concentration: number): Float64Array {
  const logs = Float64Array.from({ length }, () => logGamma(draw, concentration))
  const most = logs.reduce((a, b) => Math.max(a, b))
  const parts = logs.map((value) => Math.exp(value - most))
  const sum = parts.reduce((a, b) => a + b, 0)
  return parts.map((part) => part / sum)
}

/** The logarithm of a gamma variate, so that small concentrations do not become 0. */
function logGamma(draw: Random, shape: number): number {
  if (shape < 1) return logGamma(draw, shape + 1) + Math.log(1 - draw.uniform()) / shape
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const z = draw.normal()
    const v = (1 + c * z) ** 3
    if (v <= 0) continue
    const log = Math.log(1 - draw.uniform())
    if (log < 0.5 * z * z + d - d * v + d * Math.log(v)) return Math.log(d * v)
  }
}
