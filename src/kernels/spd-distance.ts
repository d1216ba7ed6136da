import { cholesky, inverseLower } from './cholesky.ts'
import { congruence } from './congruence.ts'
import { eigenvaluesSymmetric } from './eigen-symmetric.ts'
import type { Metric } from './spd-mean.ts'
import { spectralMap } from './spectral-map.ts'

/**
 * Makes the distance of positive definite matrices from a fixed one.
 *
 * `riemann`: root of the summed squared logs of the generalised eigenvalues; `logEuclid`: norm of
 * the difference of logs; `euclid`: norm of the difference.
 *
 * @param reference shape [N, N]
 * @returns from a matrix, shape [N, N], to its distance; NaN when it is not positive definite
 *   (except with `euclid`)
 * @throws {RangeError} with `riemann`, when `reference` is not positive definite
 * @see `pyriemann.utils.distance.distance_riemann`, `distance_logeuclid`, `distance_euclid`
 */
export function spdDistance(
  reference: Float64Array,
  n: number,
  metric: Metric,
): (matrix: Float64Array) => number {
  if (metric === 'riemann') {
    const whiten = inverseLower(cholesky(reference, n), n)
    return (matrix) => {
      const values = eigenvaluesSymmetric(congruence(whiten, matrix, n), n)
      return Math.sqrt(values.reduce((sum, value) => sum + Math.log(value) ** 2, 0))
    }
  }
  if (metric === 'euclid') return (matrix) => apart(matrix, reference)
  const log = spectralMap(reference, n, Math.log)
  return (matrix) => apart(spectralMap(matrix, n, Math.log), log)
}

function apart(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2
  return Math.sqrt(sum)
}
