/** A place on the head, seen from above. */
export interface FlatPlace {
  /** To the right ear and to the nose. */
  readonly right: number
  readonly front: number
  /** From the middle. */
  readonly radius: number
}

/**
 * Lays places on a head out flat, as seen from above: each keeps its direction around the vertical
 * axis, and its distance from the middle is its angle from the top (azimuthal equidistant), in half
 * turns, so that the equator lies at 0.5.
 *
 * @param positions x to the right ear, y to the nose, z up, any length above 0, shape [C, 3]
 * @returns C places
 * @see mne.channels.make_eeg_layout
 */
export function flatPlaces(positions: Float64Array): FlatPlace[] {
  return Array.from({ length: positions.length / 3 }, (_, c) => {
    const [x, y, z] = positions.subarray(3 * c, 3 * c + 3)
    const radius = 0.5 - Math.atan2(z, Math.hypot(x, y)) / Math.PI
    const angle = Math.atan2(x, y)
    return { right: radius * Math.sin(angle), front: radius * Math.cos(angle), radius }
  })
}
