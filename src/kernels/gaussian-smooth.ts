import type { GridShape } from './fit-grid.ts'
import { unset32 } from './recycling.ts'
import { type WasmRoom, wasmRoom } from './wasm/signal-wasm.ts'

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
 * Smooths volumes as `gaussianSmoothScalar` does, with sums in f32: a relative error of 1e-6 of the
 * largest magnitude nearby.
 *
 * @param x volumes, shape [T, Z, Y, X], x fastest
 * @param shape voxels along x, y, z
 * @param sigmas standard deviation along x, y, z, voxels; 0 leaves an axis as it is
 * @returns shape [T, Z, Y, X], a new array
 * @throws {RangeError} the values are no volumes of this shape
 */
export function gaussianSmooth(x: Float32Array, shape: GridShape, sigmas: Sigmas): Float32Array {
  const size = shape[0] * shape[1] * shape[2]
  if (x.length % size !== 0) throw new RangeError(`${x.length} voxels, not ${shape.join(' x ')}`)
  const axes = sigmas.map((sigma) => (sigma > 0 ? gaussianWeights(sigma) : undefined))
  const longest = Math.max(...axes.map((weights) => weights?.length ?? 0))
  const lists = axes.map((weights, axis) => 8 * shape[axis] * (weights?.length ?? 0))
  const line = 4 * (shape[0] + 2 * longest + 4)
  const room = wasmRoom([4 * size, 4 * size, line, ...axes.map(() => 4 * longest), ...lists])
  prepare(room, axes, shape)
  const out = unset32(x.length)
  for (let from = 0; from < x.length; from += size) {
    room.f32.set(x.subarray(from, from + size), room.at[0] / 4)
    const end = smoothOne(room, axes, shape) / 4
    out.set(room.f32.subarray(end, end + size), from)
  }
  return out
}

/** Standard deviations along x, y, z, voxels. */
export type Sigmas = readonly [number, number, number]

type Axes = readonly (Float64Array | undefined)[]

/** Puts weights and places of neighbours into the memory of the kernels. */
function prepare({ f32, u32, at }: WasmRoom, axes: Axes, shape: GridShape): void {
  for (const [axis, weights] of axes.entries()) {
    if (!weights) continue
    f32.set(weights, at[3 + axis] / 4)
    const radius = weights.length - 1
    for (let i = 0, to = at[6 + axis] / 4; i < shape[axis]; i++) {
      for (let k = 1; k <= radius; k++) {
        u32[to++] = mirrored(i - k, shape[axis])
        u32[to++] = mirrored(i + k, shape[axis])
      }
    }
  }
}

/** Smooths the volume in the first region; says where the result lies. */
function smoothOne({ wasm, at }: WasmRoom, axes: Axes, [nx, ny, nz]: GridShape): number {
  let [from, to] = at
  const turn = () => {
    const done = to
    to = from
    from = done
  }
  const radius = (axis: number) => (axes[axis]?.length ?? 0) - 1
  if (axes[0]) {
    wasm.smoothAlong(from, to, ny * nz, nx, at[2], at[3], radius(0))
    turn()
  }
  if (axes[1]) {
    wasm.smoothAcross(from, to, nz, ny, nx, at[7], at[4], radius(1))
    turn()
  }
  if (axes[2]) {
    wasm.smoothAcross(from, to, 1, nz, nx * ny, at[8], at[5], radius(2))
    turn()
  }
  return from
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
  sigmas: Sigmas,
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
