/**
 * Designs a linear-phase low-pass by windowing the ideal response; its gain at 0 Hz is 1.
 *
 * @param cutoff where the gain is one half, in units of half the sampling rate, in (0, 1)
 * @param taper shape [L]; L is the number of taps
 * @returns taps, shape [L], symmetric
 * @throws {RangeError} `cutoff` is not between 0 and 1
 * @see scipy.signal.firwin with pass_zero=True, scale=True
 */
export function firLowpass(cutoff: number, taper: Float64Array): Float64Array {
  if (!(cutoff > 0 && cutoff < 1)) throw new RangeError(`cutoff ${cutoff} is not in (0, 1)`)
  const centre = (taper.length - 1) / 2
  const taps = taper.map((weight, n) => weight * cutoff * sinc(cutoff * (n - centre)))
  let gain = 0
  for (const tap of taps) gain += tap
  return taps.map((tap) => tap / gain)
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}
