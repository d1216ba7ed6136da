import type { GlmFit } from './fit-glm.ts'
import { fisherTails } from './incomplete-beta.ts'
import { normalQuantile } from './normal.ts'
import { solve } from './solve.ts'
import { clippedShare, studentMap } from './student-map.ts'

/** What is wanted of a contrast. */
export type ContrastMap = 'effect' | 'variance' | 'stat' | 'p' | 'z'

/**
 * Tests a contrast in each voxel: one row of weights gives a t test, several an F test.
 *
 * `effect` and `variance` are those of the one row; `stat` is t or F; `p` is one-sided for t. z has
 * the same share above it as the statistic, at most 37. A voxel without residual variance has
 * statistic 0, p and z of it. NaN stays in its voxel.
 *
 * @param fit of V voxels with P betas
 * @param weights shape [Q, P]
 * @returns shape [V]
 * @throws {RangeError} weights do not fit, an effect is asked of several rows, or rows depend on
 *   each other
 * @see nilearn.glm.contrasts.compute_contrast
 */
export function glmContrast(fit: GlmFit, weights: Float64Array, map: ContrastMap): Float64Array {
  const voxels = fit.dispersion.length
  const columns = voxels === 0 ? weights.length : fit.betas.length / voxels
  const count = weights.length / columns
  if (!Number.isInteger(count))
    throw new RangeError(`${weights.length} weights of ${columns} betas`)
  const isEffect = map === 'effect' || map === 'variance'
  if (isEffect && count > 1) throw new RangeError(`${map} of ${count} rows`)
  const inverses = new Map(
    [...fit.covariance].map(([rho, covariance]) => {
      return [rho, inverseOf(sandwich(weights, covariance, count), count)]
    }),
  )
  const out = new Float64Array(voxels)
  const effects = new Float64Array(count)
  for (let v = 0; v < voxels; v++) {
    const inverse = inverses.get(fit.rho[v]) ?? weights
    project(effects, weights, fit.betas.subarray(v * columns, (v + 1) * columns))
    out[v] = isEffect
      ? map === 'effect'
        ? effects[0]
        : fit.dispersion[v] / inverse[0]
      : test(effects, inverse, { dispersion: fit.dispersion[v], freedom: fit.freedom, map })
  }
  return out
}

/** weights · covariance · weights', shape [Q, Q]. */
function sandwich(weights: Float64Array, covariance: Float64Array, count: number): Float64Array {
  const columns = weights.length / count
  const out = new Float64Array(count * count)
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      let sum = 0
      for (let i = 0; i < columns; i++) {
        for (let j = 0; j < columns; j++) {
          sum += weights[a * columns + i] * covariance[i * columns + j] * weights[b * columns + j]
        }
      }
      out[a * count + b] = sum
    }
  }
  return out
}

function inverseOf(a: Float64Array, n: number): Float64Array {
  const unit = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
  return solve(a, n, unit)
}

function project(out: Float64Array, weights: Float64Array, betas: Float64Array): void {
  for (let q = 0; q < out.length; q++) {
    let sum = 0
    for (let p = 0; p < betas.length; p++) sum += weights[q * betas.length + p] * betas[p]
    out[q] = sum
  }
}

interface Noise {
  readonly dispersion: number
  readonly freedom: number
  readonly map: 'stat' | 'p' | 'z'
}

function test(effects: Float64Array, inverse: Float64Array, noise: Noise): number {
  const { dispersion, freedom, map } = noise
  const count = effects.length
  let squares = 0
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) squares += effects[a] * inverse[a * count + b] * effects[b]
  }
  const ratio = dispersion === 0 ? 0 : squares / count / dispersion
  if (count === 1) {
    return studentMap(Math.sign(effects[0]) * Math.sqrt(ratio), freedom, map)
  }
  if (map === 'stat') return ratio
  const [above, below] = fisherTails(ratio, count, freedom)
  if (map === 'p') return above
  if (above < 0.5) return -normalQuantile(clippedShare(above))
  return normalQuantile(clippedShare(below))
}
