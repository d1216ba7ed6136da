import { flatPlaces } from './flat-places.ts'
import { solve } from './solve.ts'

/** Radius of the head in the plane; the map is of the square around it, from -0.5 to 0.5. */
const HEAD = 0.5

/**
 * Places electrodes in the plane (`flatPlaces`), drawn together where one would lie outside.
 *
 * @param positions x to the right ear, y to the nose, z up, any length above 0, shape [C, 3]
 * @returns shape [C, 2]: to the right, to the front
 */
export function scalpPlaces(positions: Float64Array): Float64Array {
  const flat = flatPlaces(positions)
  const widest = flat.reduce((most, { radius }) => Math.max(most, radius * 1.02), HEAD)
  const places = flat.flatMap(({ right, front }) => [right, front])
  return Float64Array.from(places, (value) => (value * HEAD) / widest)
}

/**
 * Draws values at places as a smooth surface through all of them, a thin plate spline with a plane
 * beneath it, on a square grid over [-0.5, 0.5]².
 *
 * @param values shape [K, C]
 * @param places in the plane, shape [C, 2], no two the same
 * @param pixels G, along a side, at least 2
 * @returns shape [K, G, G]: rows from the front to the back, columns from left to right
 * @throws {RangeError} shapes do not agree, or places are fewer than 3 or on a line
 * @see Duchon (1977), Lecture Notes in Math. 571:85-100; `scipy.interpolate.RBFInterpolator` with
 *   `kernel='thin_plate_spline'`
 */
export function scalpMap(values: Float64Array, places: Float64Array, pixels: number): Float64Array {
  const channels = places.length / 2
  const count = values.length / channels
  if (channels < 3 || !Number.isInteger(count) || pixels < 2) {
    throw new RangeError(`${values.length} values at ${channels} places, ${pixels} pixels`)
  }
  const weights = splineWeights(values, places, count)
  const out = new Float64Array(count * pixels * pixels)
  const basis = new Float64Array(channels + 3)
  for (let p = 0; p < pixels * pixels; p++) {
    const x = (p % pixels) / (pixels - 1) - HEAD
    const y = HEAD - Math.floor(p / pixels) / (pixels - 1)
    for (let c = 0; c < channels; c++) basis[c] = bend(x - places[2 * c], y - places[2 * c + 1])
    basis.set([1, x, y], channels)
    for (let k = 0; k < count; k++) {
      let sum = 0
      for (let i = 0; i < basis.length; i++) sum += basis[i] * weights[i * count + k]
      out[k * pixels * pixels + p] = sum
    }
  }
  return out
}

/** Weights of the splines and of 1, x, y, shape [C + 3, K]. */
function splineWeights(values: Float64Array, places: Float64Array, count: number): Float64Array {
  const channels = places.length / 2
  const size = channels + 3
  const left = new Float64Array(size * size)
  const right = new Float64Array(size * count)
  for (let i = 0; i < channels; i++) {
    const [x, y] = places.subarray(2 * i, 2 * i + 2)
    for (let j = 0; j < channels; j++) {
      left[i * size + j] = bend(x - places[2 * j], y - places[2 * j + 1])
    }
    for (const [k, value] of [1, x, y].entries()) {
      left[i * size + channels + k] = value
      left[(channels + k) * size + i] = value
    }
    for (let k = 0; k < count; k++) right[i * count + k] = values[k * channels + i]
  }
  return solve(left, size, right)
}

/** r² log r. */
function bend(a: number, b: number): number {
  const square = a * a + b * b
  return square === 0 ? 0 : (square * Math.log(square)) / 2
}
