/** How places are brought to a common size. */
export type PlaceSize = 'none' | 'unitSphere' | 'rms' | 'minMax' | 'zeroOne'

/**
 * Brings places to a common size, all together.
 *
 * `unitSphere`: each to length 1. `rms`: less their mean, divided by the root of three times the
 * mean squared length, so that the mean squared length becomes a third. `minMax` and `zeroOne`:
 * every axis for itself to -1..1 or 0..1 between its least and its largest, the middle where both
 * are equal. A single place becomes 0 by `rms`.
 *
 * @param places shape [C, 3], finite, any unit
 * @returns shape [C, 3], without a unit unless the size is `none`
 * @see BrainOmni, factory/utils.py, normalize_pos (`rms`)
 */
export function normalisePlaces(places: Float64Array, size: PlaceSize): Float64Array {
  return sizes[size](places)
}

const sizes: Readonly<Record<PlaceSize, (places: Float64Array) => Float64Array>> = {
  none: (places) => places,
  unitSphere(places) {
    const lengths = Array.from({ length: places.length / 3 }, (_, c) =>
      Math.hypot(...places.subarray(3 * c, 3 * c + 3)),
    )
    return places.map((v, i) => v / lengths[Math.floor(i / 3)])
  },
  rms(places) {
    const rows = places.length / 3
    const means = [0, 1, 2].map((axis) => ofAxis(places, axis).reduce((a, b) => a + b, 0) / rows)
    const centred = places.map((v, i) => v - means[i % 3])
    const scale = Math.sqrt((3 * centred.reduce((sum, v) => sum + v * v, 0)) / rows)
    return centred.map((v) => (scale > 0 ? v / scale : 0))
  },
  minMax: (places) => toUnit(places).map((v) => 2 * v - 1),
  zeroOne: toUnit,
}

function toUnit(places: Float64Array): Float64Array {
  const ranges = [0, 1, 2].map((axis) => {
    const values = ofAxis(places, axis)
    return { low: Math.min(...values), high: Math.max(...values) }
  })
  return places.map((v, i) => {
    const { low, high } = ranges[i % 3]
    return high - low > 1e-9 ? (v - low) / (high - low) : 0.5
  })
}

function ofAxis(places: Float64Array, axis: number): Float64Array {
  return places.filter((_, i) => i % 3 === axis)
}
