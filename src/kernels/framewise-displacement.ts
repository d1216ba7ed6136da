/**
 * Sums up how far the head moved from scan to scan: translations in mm and rotations as arcs on a
 * sphere.
 *
 * @param motion translations x, y, z in mm, then rotations x, y, z in radians; shape [6, T]
 * @param radiusMm of the sphere
 * @returns mm, shape [T]; NaN for the first scan
 * @throws {RangeError} 6 does not divide the number of values
 * @see Power et al. (2012), NeuroImage 59(3):2142-2154, doi:10.1016/j.neuroimage.2011.10.018
 */
export function framewiseDisplacement(motion: Float64Array, radiusMm = 50): Float64Array {
  const samples = motion.length / 6
  if (!Number.isInteger(samples)) throw new RangeError(`${motion.length} values of six parameters`)
  const out = new Float64Array(samples)
  if (samples > 0) out[0] = Number.NaN
  for (let k = 0; k < 6; k++) {
    const scale = k < 3 ? 1 : radiusMm
    for (let t = 1; t < samples; t++) {
      out[t] += scale * Math.abs(motion[k * samples + t] - motion[k * samples + t - 1])
    }
  }
  return out
}
