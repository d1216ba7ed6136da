import type { GridShape } from './fit-grid.ts'

/** How values between voxels are found. */
export type Interpolation = 'nearest' | 'linear' | 'continuous'

/** From one grid to another. */
export interface Regridding {
  readonly from: GridShape
  readonly to: GridShape
  /** From the indices of a new voxel to those of the old volume: three rows of four. */
  readonly matrix: readonly number[]
  readonly interpolation: Interpolation
}

/**
 * Brings a volume to another grid.
 *
 * `continuous` is a cubic B-spline through all voxels, kept within the range of the volume and 0.
 * What lies outside of the old volume's voxel centres, by more than 1e-6 of a voxel, becomes 0. A
 * voxel that is not finite makes those new voxels NaN that it is a neighbour of.
 *
 * @param x one volume, shape [Z, Y, X], x fastest
 * @returns shape [Z', Y', X']
 * @throws {RangeError} the volume does not have the shape `from`
 * @see nilearn.image.resample_img, scipy.ndimage.affine_transform with mode='constant'
 */
export function regrid(x: Float32Array, regridding: Regridding): Float32Array {
  const { from, to, interpolation } = regridding
  if (x.length !== from[0] * from[1] * from[2]) throw new RangeError(`${x.length} voxels`)
  const isHoled = interpolation !== 'nearest' && !x.every(Number.isFinite)
  const source = Float64Array.from(x, (value) => (isHoled && !Number.isFinite(value) ? 0 : value))
  if (interpolation === 'continuous') splineFilter(source, from)
  const out = new Float32Array(to[0] * to[1] * to[2])
  eachVoxel(regridding, (v, place) => {
    if (isHoled && !Number.isFinite(valueAt(x, place, linear))) out[v] = Number.NaN
    else out[v] = valueAt(source, place, interpolations[interpolation])
  })
  if (interpolation === 'continuous') keepInRange(out, x)
  return out

  function valueAt(values: ArrayLike<number>, place: Place, weigh: Weigh): number {
    const isOutside = (at: number, axis: number) => at < -edge || at > from[axis] - 1 + edge
    if (place.some(isOutside)) return 0
    const kept = (axis: number) => Math.min(Math.max(place[axis], 0), from[axis] - 1)
    return interpolated(values, from, [kept(0), kept(1), kept(2)], weigh)
  }
}

/** How far beyond the outermost voxels a place may lie by rounding. */
const edge = 1e-6

type Place = readonly [number, number, number]

/** The first voxel of a place on one axis, and the weights from there on. */
type Weigh = (place: number) => { readonly first: number; readonly weights: readonly number[] }

const nearest: Weigh = (place) => ({ first: Math.floor(place + 0.5), weights: [1] })

const linear: Weigh = (place) => {
  const first = Math.floor(place)
  return { first, weights: [first + 1 - place, place - first] }
}

const interpolations: Readonly<Record<Interpolation, Weigh>> = {
  nearest,
  linear,
  continuous(place) {
    const first = Math.floor(place)
    const t = place - first
    const low = (1 - t) ** 3 / 6
    const middle = (4 - 6 * t * t + 3 * t ** 3) / 6
    const high = t ** 3 / 6
    return { first: first - 1, weights: [low, middle, 1 - low - middle - high, high] }
  },
}

function eachVoxel({ to, matrix: m }: Regridding, visit: (v: number, place: Place) => void): void {
  let v = 0
  for (let z = 0; z < to[2]; z++) {
    for (let y = 0; y < to[1]; y++) {
      for (let x = 0; x < to[0]; x++) {
        const row = (r: number) => m[r] * x + m[r + 1] * y + m[r + 2] * z + m[r + 3]
        visit(v++, [row(0), row(4), row(8)])
      }
    }
  }
}

function interpolated(
  values: ArrayLike<number>,
  shape: GridShape,
  place: Place,
  weigh: Weigh,
): number {
  const [x, y, z] = [weigh(place[0]), weigh(place[1]), weigh(place[2])]
  let sum = 0
  for (let k = 0; k < z.weights.length; k++) {
    const plane = shape[1] * inside(z.first + k, shape[2])
    for (let j = 0; j < y.weights.length; j++) {
      const row = shape[0] * (plane + inside(y.first + j, shape[1]))
      for (let i = 0; i < x.weights.length; i++) {
        const weight = x.weights[i] * y.weights[j] * z.weights[k]
        if (weight !== 0) sum += weight * values[row + inside(x.first + i, shape[0])]
      }
    }
  }
  return sum
}

/** An index beyond an end is mirrored at the outermost voxel. */
function inside(index: number, length: number): number {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const wrapped = ((index % period) + period) % period
  return wrapped < length ? wrapped : period - wrapped
}

/** Turns voxels into coefficients of a cubic B-spline, in place, axis by axis. */
function splineFilter(x: Float64Array, shape: GridShape): void {
  const strides = [1, shape[0], shape[0] * shape[1]]
  for (let axis = 0; axis < 3; axis++) {
    const length = shape[axis]
    if (length < 2) continue
    const stride = strides[axis]
    const line = new Float64Array(length)
    for (let outer = 0; outer < x.length; outer += stride * length) {
      for (let inner = outer; inner < outer + stride; inner++) {
        for (let i = 0; i < length; i++) line[i] = 6 * x[inner + i * stride]
        filterLine(line)
        for (let i = 0; i < length; i++) x[inner + i * stride] = line[i]
      }
    }
  }
}

/**
 * The recursive filter of a cubic B-spline whose ends are mirrored.
 *
 * @see Unser, Aldroubi & Eden (1993), IEEE Trans. Signal Process. 41(2):821-833
 */
function filterLine(c: Float64Array): void {
  const n = c.length
  const pole = Math.sqrt(3) - 2
  const last = pole ** (n - 1)
  let sum = c[0] + last * c[n - 1]
  let power = pole
  for (let i = 1; i < n - 1; i++) {
    sum += (power + (last * last) / power) * c[i]
    power *= pole
  }
  c[0] = sum / (1 - last * last)
  for (let i = 1; i < n; i++) c[i] += pole * c[i - 1]
  c[n - 1] = ((pole * c[n - 2] + c[n - 1]) * pole) / (pole * pole - 1)
  for (let i = n - 2; i >= 0; i--) c[i] = pole * (c[i + 1] - c[i])
}

/** Brings overshoot back to the range of the old volume and 0. */
function keepInRange(out: Float32Array, x: Float32Array): void {
  let [low, high] = [0, 0]
  for (let i = 0; i < x.length; i++) {
    if (x[i] < low && Number.isFinite(x[i])) low = x[i]
    if (x[i] > high && Number.isFinite(x[i])) high = x[i]
  }
  for (let i = 0; i < out.length; i++) {
    if (out[i] < low) out[i] = low
    else if (out[i] > high) out[i] = high
  }
}
