import { flatPlaces } from './flat-places.ts'
import { solve } from './solve.ts'

/** Pixels along a side. */
export const SCALP_PIXELS = 32

/** Radius of the head in the plane, where the vertex is the origin. */
const HEAD = 0.5

/**
 * Draws values at electrodes as images of the head seen from above, by biharmonic splines.
 *
 * The angle from the vertex becomes the distance from the centre (the equator lies at 0.5), and all
 * is drawn together so far that the lowest electrode lies 2 % inside the head. Electrodes nearer
 * than 1e-5 to each other count as one with their mean value. Pixels outside the head are 0.
 *
 * @param values of each image, shape [K, C]
 * @param positions x to the right ear, y to the nose, z up, any length above 0, shape [C, 3]
 * @returns shape [K, 32, 32]: rows from the back to the front, columns from left to right; each
 *   image divided by its largest magnitude
 * @throws {RangeError} shapes do not agree, or electrodes are fewer than 3 or lie on no plane
 * @see Sandwell (1987), Geophys. Res. Lett. 14(2):139-142, doi:10.1029/GL014i002p00139;
 *   the topography of ICLabel, `mne_icalabel.iclabel.features`
 */
export function scalpImages(values: Float64Array, positions: Float64Array): Float32Array {
  const channels = positions.length / 3
  const count = values.length / channels
  if (channels < 3 || !Number.isInteger(count)) {
    throw new RangeError(`${values.length} values at ${channels} electrodes`)
  }
  const places = merged(flattened(positions))
  const size = places.length
  const green = new Float64Array(size * size)
  const sides = new Float64Array(size * count)
  for (const [i, { front, right, members }] of places.entries()) {
    for (const [j, other] of places.entries()) {
      green[i * size + j] = spline(front - other.front, right - other.right)
    }
    for (let k = 0; k < count; k++) {
      let sum = 0
      for (const c of members) sum += values[k * channels + c]
      sides[i * count + k] = sum / members.length
    }
  }
  return drawn(places, solve(green, size, sides), count)
}

interface Spot {
  readonly front: number
  readonly right: number
  /** Electrodes that lie here. */
  readonly members: readonly number[]
}

function flattened(positions: Float64Array): Spot[] {
  const flat = flatPlaces(positions)
  const widest = flat.reduce((most, { radius }) => Math.max(most, radius), 0)
  const shrink = HEAD / Math.max(HEAD, Math.min(1, widest * 1.02))
  return flat.map(({ front, right }, c) => {
    return { front: front * shrink, right: right * shrink, members: [c] }
  })
}

function merged(spots: readonly Spot[]): Spot[] {
  const out: Spot[] = []
  const left = new Set(spots)
  for (const spot of left) {
    const same = [...left].filter(
      ({ front, right }) =>
        Math.abs(front - spot.front) < 1e-5 && Math.abs(right - spot.right) < 1e-5,
    )
    for (const each of same) left.delete(each)
    const mean = (of: (s: Spot) => number) => same.reduce((sum, s) => sum + of(s), 0) / same.length
    const members = same.flatMap((s) => s.members)
    out.push({ front: mean((s) => s.front), right: mean((s) => s.right), members })
  }
  return out
}

/** Green's function of the biharmonic operator in the plane. */
function spline(a: number, b: number): number {
  const square = a * a + b * b
  return square === 0 ? 0 : square * (Math.log(square) / 2 - 1)
}

function drawn(places: readonly Spot[], weights: Float64Array, count: number): Float32Array {
  const pixels = SCALP_PIXELS * SCALP_PIXELS
  const images = new Float64Array(count * pixels)
  const at = (i: number) => -HEAD + (2 * HEAD * i) / (SCALP_PIXELS - 1)
  for (let p = 0; p < pixels; p++) {
    const [front, right] = [at(Math.floor(p / SCALP_PIXELS)), at(p % SCALP_PIXELS)]
    if (Math.sqrt(front * front + right * right) > HEAD) continue
    for (const [i, place] of places.entries()) {
      const g = spline(front - place.front, right - place.right)
      for (let k = 0; k < count; k++) images[k * pixels + p] += g * weights[i * count + k]
    }
  }
  const out = new Float32Array(images.length)
  for (let k = 0; k < count; k++) {
    const image = images.subarray(k * pixels, (k + 1) * pixels)
    const largest = image.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
    for (let p = 0; p < pixels; p++) out[k * pixels + p] = image[p] / (largest > 0 ? largest : 1)
  }
  return out
}
