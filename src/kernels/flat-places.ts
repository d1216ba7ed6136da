/**
 * Lays places on a head out flat, as seen from above: each keeps its direction around the vertical
 * axis, and its distance from the middle is its angle from the top (azimuthal equidistant).
 *
 * @param places shape [C, 3], x to the right ear, y to the nose, z up, any size
 * @returns shape [C, 3], radians: x, y and 0
 * @see mne.channels.make_eeg_layout
 */
export function flatPlaces(places: Float64Array): Float64Array {
  const flat = new Float64Array(places.length)
  for (let i = 0; i < places.length; i += 3) {
    const [x, y, z] = places.subarray(i, i + 3)
    const across = Math.hypot(x, y)
    const scale = across > 0 ? Math.atan2(across, z) / across : 0
    flat[i] = x * scale
    flat[i + 1] = y * scale
  }
  return flat
}
