import { multiply } from './multiply.ts'
import { panels } from './panels.ts'

/** A linear map from features to scores. */
export interface Linear {
  /** Shape [K, D]. */
  readonly weights: Float64Array
  /** Shape [K]. */
  readonly intercepts: Float64Array
}

/**
 * Scores of rows under a linear map: x · weightsᵀ + intercepts.
 *
 * @param x shape [R, D]
 * @returns shape [R, K]; NaN stays in its row
 * @throws {RangeError} widths do not agree
 */
export function linearScores(x: Float64Array, rows: number, linear: Linear): Float64Array {
  const { weights, intercepts } = linear
  const outputs = intercepts.length
  const depth = weights.length / outputs
  const out = multiply(panels(x, rows, depth), panels(weights, outputs, depth))
  for (let i = 0; i < out.length; i++) out[i] += intercepts[i % outputs]
  return out
}
