/** How large the works of the group `fmri-decode` are; what is not there is not done. */
export interface Sizes {
  readonly tangent?: { readonly subjects: number; readonly parcels: number; readonly scans: number }
  readonly ridge?: RidgeSizes
  /** Ridge again, to as many voxels as a study has. */
  readonly voxelwise?: RidgeSizes
  readonly searchlight?: {
    readonly side: number
    readonly rows: number
    readonly classes: number
    readonly runs: number
  }
}

export interface RidgeSizes {
  readonly rows: number
  readonly features: number
  readonly voxels: number
  readonly alphas: readonly number[]
}

/**
 * Noise that Python makes too: uniform from -1.73 to 1.73, which has variance 1.
 */
export function hashedNoise(length: number, seed: number): Float64Array {
  const out = new Float64Array(length)
  for (let i = 0; i < length; i++) {
    let h = (Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca77)) >>> 0
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) >>> 0
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39) >>> 0
    out[i] = (((h ^ (h >>> 15)) >>> 0) / 4294967296 - 0.5) * 3.4641016151377544
  }
  return out
}
