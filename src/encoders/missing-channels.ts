import { electrodePositions } from '../kernels/electrode-positions.ts'
import { sphericalSpline } from '../kernels/spherical-spline.ts'

/** Fewer electrodes than these say too little of a whole head. */
const fewest = 4

/** How channels that a recording lacks follow from those it has. */
export interface Filling {
  /** Shape [missing, C], C channels of the recording; 0 for one that has no place. */
  readonly weights: Float32Array
}

/**
 * Weights by which missing channels are interpolated from the electrodes of a recording, by
 * spherical splines over their standard places.
 *
 * @param channels of the recording, C of them
 * @param missing names of the channels it lacks
 * @returns the names of channels without a place instead, when one of `missing` has none; all of
 *   `channels` without one, when fewer than 4 have one
 */
export function fillingOf(
  channels: readonly string[],
  missing: readonly string[],
): Filling | { readonly placeless: readonly string[] } {
  const lost = withoutPlace(missing)
  if (lost.length > 0) return { placeless: lost }
  const unknown = new Set(withoutPlace(channels))
  const known = channels.filter((name) => !unknown.has(name))
  if (known.length < fewest) return { placeless: [...unknown] }
  const found = sphericalSpline(electrodePositions(known), electrodePositions(missing))
  const weights = new Float32Array(missing.length * channels.length)
  missing.forEach((_, m) => {
    known.forEach((name, k) => {
      weights[m * channels.length + channels.indexOf(name)] = found[m * known.length + k]
    })
  })
  return { weights }
}

function withoutPlace(names: readonly string[]): string[] {
  const places = electrodePositions(names)
  return names.filter((_, i) => Number.isNaN(places[3 * i]))
}
