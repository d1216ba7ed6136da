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
 * Voxels that are not finite count as 0 for the others and are NaN afterwards.
 *
 * @param x volumes, shape [T, Z, Y, X], x fastest
 * @param shape voxels along x, y, z
 * @param sigmas standard deviation along x, y, z, voxels; 0 leaves an axis as it is
 * @returns shape [T, Z, Y, X], a new array, and how many voxels were not finite
 * @throws {RangeError} the values are no volumes of this shape
 */
export function gaussianSmooth(
  x: Float32Array,
  shape: GridShape,
  sigmas: Sigmas,
): { values: Float32Array; holes: number } {
  const size = shape[0] * shape[1] * shape[2]
  if (x.length % size !== 0) throw new RangeError(`${x.length} voxels, not ${shape.join(' x ')}`)
  const axes = sigmas.map((sigma) => (sigma > 0 ? gaussianWeights(sigma) : undefined))
  const longest = Math.max(...axes.map((weights) => weights?.length ?? 0))
  const lists = axes.map((weights, axis) => 8 * shape[axis] * (weights?.length ?? 0))
  const line = 4 * (shape[0] + 2 * longest + 4)
  const plane = 4 * shape[0] * shape[1]
  const weights = axes.map(() => 4 * longest)
  const room = wasmRoom([4 * size, 4 * size, line, ...weights, ...lists, plane])
  prepare(room, axes, shape)
  const values = unset32(x.length)
  let holes = 0
  for (let from = 0; from < x.length; from += size) {
    const own = x.subarray(from, from + size)
    room.f32.set(own, room.at[0] / 4)
    const wrong = room.wasm.allFinite(room.at[0], size) ? [] : clearHoles(room, size)
    const end = smoothOne(room, axes, shape) / 4
    values.set(room.f32.subarray(end, end + size), from)
    for (const v of wrong) values[from + v] = Number.NaN
    holes += wrong.length
  }
  return { values, holes }
}

/** Puts 0 where the first region has what is not finite, and says where that was. */
function clearHoles({ f32, at }: WasmRoom, size: number): number[] {
  const found: number[] = []
  const values = f32.subarray(at[0] / 4, at[0] / 4 + size)
  for (let v = 0; v < size; v++) {
    if (Number.isFinite(values[v])) continue
    values[v] = 0
    found.push(v)
  }
  return found
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
  const plane = at[9]
  if (axes[0] && axes[1]) {
    // A plane of both axes at a time stays in the first cache.
    for (let z = 0, own = from; z < nz; z++, own += 4 * nx * ny) {
      wasm.smoothAlong(own, plane, ny, nx, at[2], at[3], radius(0))
      wasm.smoothAcross(plane, own, 1, ny, nx, at[7], at[4], radius(1))
    }
  } else if (axes[0]) {
    wasm.smoothAlong(from, to, ny * nz, nx, at[2], at[3], radius(0))
    turn()
  } else if (axes[1]) {
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
