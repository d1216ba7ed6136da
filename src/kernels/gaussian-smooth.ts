import type { GridShape } from './fit-grid.ts'

/**
 * Makes the weights of one side of a Gaussian: the middle first, cut off at four deviations.
 *
 * @param sigma standard deviation, samples, above 0
 * @returns shape [1 + floor(4 · sigma + 0.5)]; the middle and twice the others have sum 1
 * @see scipy.ndimage.gaussian_filter1d
 */
export function gaussianWeights(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5)
  const out = Float64Array.from({ length: radius + 1 }, (_, k) => {
    return Math.exp((-0.5 / (sigma * sigma)) * k * k)
  })
  const sum = out.reduce((total, weight, k) => total + (k === 0 ? weight : 2 * weight), 0)
  return out.map((weight) => weight / sum)
}

/**
 * Smooths a volume by a Gaussian along x, then y, then z; beyond an edge the volume is mirrored,
 * the outermost voxel twice.
 *
 * Sums are made in f64 and kept as f32 from axis to axis. NaN makes all that it reaches NaN.
 *
 * @param x one volume, shape [Z, Y, X], x fastest
 * @param shape voxels along x, y, z
 * @param sigmas standard deviation along x, y, z, voxels; 0 leaves an axis as it is
 * @returns shape [Z, Y, X], a new array
 * @throws {RangeError} the volume does not have this shape
 * @see nilearn.image.smooth_img, scipy.ndimage.gaussian_filter1d with mode='reflect'
 */
export function gaussianSmoothScalar(
  x: Float32Array,
  shape: GridShape,
  sigmas: readonly [number, number, number],
): Float32Array {
  const [nx, ny, nz] = shape
  if (x.length !== nx * ny * nz)
    throw new RangeError(`${x.length} voxels, not ${shape.join(' x ')}`)
  const strides = [1, nx, nx * ny]
  let from = x.slice()
  for (const [axis, sigma] of sigmas.entries()) {
    if (!(sigma > 0)) continue
    const to = new Float32Array(x.length)
    smoothAxis(from, to, { length: shape[axis], stride: strides[axis] }, gaussianWeights(sigma))
    from = to
  }
  return from
}

function smoothAxis(
  from: Float32Array,
  to: Float32Array,
  { length, stride }: { length: number; stride: number },
  weights: Float64Array,
): void {
  const radius = weights.length - 1
  const line = new Float64Array(length + 2 * radius)
  const span = length * stride
  for (let outer = 0; outer < from.length; outer += span) {
    for (let inner = outer; inner < outer + stride; inner++) {
      for (let i = -radius; i < length + radius; i++) {
        line[i + radius] = from[inner + mirrored(i, length) * stride]
      }
      for (let i = 0; i < length; i++) {
        let sum = line[i + radius] * weights[0]
        for (let k = radius; k >= 1; k--) {
          sum += (line[i + radius - k] + line[i + radius + k]) * weights[k]
        }
        to[inner + i * stride] = sum
      }
    }
  }
}

/** The index that stands for one beyond the ends: ... 1 0 | 0 1 2 | 2 1 ... */
export function mirrored(index: number, length: number): number {
  const period = 2 * length
  const inside = ((index % period) + period) % period
  return inside < length ? inside : period - 1 - inside
}
