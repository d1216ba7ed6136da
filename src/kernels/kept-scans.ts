/**
 * Chooses the scans that stay when some are censored: those that are not bad, and of what is left
 * only stretches of at least `shortest` scans between bad ones or an end.
 *
 * Without a bad scan all stay, however short the run is.
 *
 * @param bad shape [T], 1 for scans that are censored
 * @param shortest fewest scans of a stretch; 0 keeps all
 * @returns indices, ascending, shape [N]
 * @see Power et al. (2014), NeuroImage 84:320-341; nilearn.interfaces.fmriprep.load_confounds with
 *   `scrub`
 */
export function keptScans(bad: Uint8Array, shortest: number): Int32Array {
  const kept: number[] = []
  const isCut = bad.includes(1)
  for (let from = 0; from < bad.length; from++) {
    if (bad[from]) continue
    let to = from
    while (to < bad.length && !bad[to]) to++
    if (!isCut || to - from >= shortest) for (let t = from; t < to; t++) kept.push(t)
    from = to
  }
  return Int32Array.from(kept)
}
