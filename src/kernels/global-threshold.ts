import { neighbouringFolds } from './epoch-folds.ts'
import { bestThreshold, type RejectionCurve, rejectionCurve } from './rejection-curve.ts'

/**
 * Finds one threshold of peak-to-peak rejection for all channels by cross-validation; a window goes
 * by the channel that reaches furthest.
 *
 * @param windows shape [C, T] each, finite, at least `folds` of them
 * @param reaches largest less smallest value, shape [N, C]
 * @throws {RangeError} fewer windows than folds
 * @see Jas et al. (2017), doi:10.1016/j.neuroimage.2017.06.030;
 *   `autoreject.get_rejection_threshold`
 */
export function globalThreshold(
  windows: readonly Float32Array[],
  reaches: Float64Array,
  folds: number,
): { readonly threshold: number; readonly curve: RejectionCurve } {
  const channels = reaches.length / windows.length
  const furthest = Float64Array.from(windows, (_, w) => {
    return reaches.subarray(w * channels, (w + 1) * channels).reduce((a, b) => Math.max(a, b), 0)
  })
  const curve = rejectionCurve(windows, furthest, neighbouringFolds(windows.length, folds), false)
  return { threshold: bestThreshold(curve), curve }
}
