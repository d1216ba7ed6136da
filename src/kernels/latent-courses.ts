import { cholesky, choleskySolve } from './cholesky.ts'
import { latentPrior } from './latent-prior.ts'
import { multiply } from './multiply.ts'
import { columnPanels } from './panels.ts'

/** How a subject shows shared factors. */
export interface ShownFactors {
  /** Shape [V, K]. */
  readonly map: Float64Array
  /** Variances, shape [V]. */
  readonly noise: Float64Array
  /** Of the factors' priors, scans, shape [K]. */
  readonly lengths: Float64Array
  /** Weight of these priors. */
  readonly smoothness: number
}

/**
 * Gives a function that finds the likeliest factors of a stretch of scans of a subject: those that
 * make |y - W x|² / noise and the roughness of x least together.
 *
 * @param scans S, scans of a stretch, one after the other
 * @returns takes y, shape [S, V], and gives x, shape [S, K]
 * @see the posterior mean of shared-gpfa's latents given its maps
 */
export function latentCourses(
  { map, noise, lengths, smoothness }: ShownFactors,
  scans: number,
): (y: ArrayLike<number>) => Float64Array {
  const voxels = noise.length
  const features = lengths.length
  const whitened = map.map((value, i) => value / noise[Math.floor(i / features)])
  const columns = columnPanels(whitened, voxels, features)
  const within = multiply(columns, columnPanels(map, voxels, features))
  const size = features * scans
  const factor = cholesky(precision(within, lengths, scans, smoothness), size)
  return (y) => {
    const right = new Float64Array(size)
    for (let t = 0; t < scans; t++) {
      for (let v = 0; v < voxels; v++) {
        for (let k = 0; k < features; k++) {
          right[k * scans + t] += whitened[v * features + k] * y[t * voxels + v]
        }
      }
    }
    choleskySolve(factor, size, right)
    return Float64Array.from(
      right,
      (_, i) => right[(i % features) * scans + Math.floor(i / features)],
    )
  }
}

/** Inverse covariances of factors along the diagonal, plus what maps say of each scan; [KS, KS]. */
function precision(
  within: Float64Array,
  lengths: Float64Array,
  scans: number,
  smoothness: number,
): Float64Array {
  const features = lengths.length
  const size = features * scans
  const out = new Float64Array(size * size)
  const places = { run: new Int32Array(scans), at: Array.from({ length: scans }, (_, t) => t) }
  for (let k = 0; k < features; k++) {
    const { values, vectors } = latentPrior(places, lengths[k])
    for (let i = 0; i < scans; i++) {
      for (let j = 0; j < scans; j++) {
        let sum = 0
        for (let e = 0; e < scans; e++) {
          sum += (vectors[i * scans + e] * vectors[j * scans + e]) / values[e]
        }
        out[(k * scans + i) * size + k * scans + j] = smoothness * sum
      }
    }
    for (let l = 0; l < features; l++) {
      for (let t = 0; t < scans; t++) {
        out[(k * scans + t) * size + l * scans + t] += within[k * features + l]
      }
    }
  }
  return out
}
