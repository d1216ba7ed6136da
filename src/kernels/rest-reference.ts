import { spherePotentials } from './sphere-potentials.ts'
import { svd } from './svd.ts'

/** Distance of neighbouring sources, and where they may lie, over the radius of the head. */
const stepRadii = 1 / 6
const nearest = 1 / 3
/** 5 mm below the surface of the brain of a head of 90 mm. */
const farthest = 76 / 90
/** Singular values below this share of the largest count as 0. */
const leastShare = 1e-6

/**
 * Weights that refer potentials to a point at infinity (REST), whatever their reference was.
 *
 * Sources are dipoles of all directions on a grid in the brain of a head of four spheres: 15 mm
 * apart, 30 to 76 mm from the centre of a head of 90 mm, as the example of MNE-Python has them.
 *
 * @param places of electrodes around the centre of the head, shape [C, 3], of length 1; C above 1
 * @returns weights, shape [C, C]
 * @see Yao (2001), Physiol. Meas. 22(4):693-711, doi:10.1088/0967-3334/22/4/305
 */
export function restReference(places: Float64Array): Float64Array {
  return infinityReference(spherePotentials(places, brainGrid()), places.length / 3)
}

/**
 * Weights of REST for a forward model of one's own: average reference, plus the mean over the
 * channels of what the sources that explain the averaged potentials leave there.
 *
 * @param gain potentials of sources, shape [C, S], C at least 2; their unit does not matter
 * @param channels C
 * @returns weights, shape [C, C]
 * @see `mne.set_eeg_reference` with `"REST"`
 */
export function infinityReference(gain: Float64Array, channels: number): Float64Array {
  const sources = gain.length / channels
  const means = new Float64Array(sources)
  for (let c = 0; c < channels; c++) {
    for (let s = 0; s < sources; s++) means[s] += gain[c * sources + s] / channels
  }
  const { left, values, right } = svd(
    gain.map((value, i) => value - means[i % sources]),
    channels,
  )
  const rank = values.length
  const mean = new Float64Array(channels)
  for (let k = 0; k < rank && values[k] > leastShare * values[0]; k++) {
    let along = 0
    for (let s = 0; s < sources; s++) along += means[s] * right[k * sources + s]
    for (let c = 0; c < channels; c++) mean[c] += (along / values[k]) * left[c * rank + k]
  }
  const shift = mean.reduce((sum, value) => sum + value, 0) / channels
  return Float64Array.from({ length: channels * channels }, (_, i) => {
    const [row, column] = [Math.floor(i / channels), i % channels]
    return (row === column ? 1 : 0) - 1 / channels + mean[column] - shift
  })
}

/** Places of sources over the radius of the head, shape [S, 3]: x fastest, z slowest. */
export function brainGrid(): Float64Array {
  const reach = Math.floor(farthest / stepRadii)
  const steps = Array.from({ length: 2 * reach + 1 }, (_, i) => (i - reach) * stepRadii)
  const inside = steps.flatMap((z) =>
    steps.flatMap((y) =>
      steps.flatMap((x) => {
        const away = Math.hypot(x, y, z)
        return away > nearest - 1e-9 && away < farthest + 1e-9 ? [[x, y, z]] : []
      }),
    ),
  )
  return Float64Array.from(inside.flat())
}
