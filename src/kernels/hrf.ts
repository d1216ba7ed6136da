/**
 * Samples the double-gamma haemodynamic response of SPM: a peak near 5 s, an undershoot near 15 s.
 *
 * Gamma densities of shape 6 and 16 and scale 1 s, the second divided by 6 (0.167). The response
 * starts `stepS` late and its time axis is stretched so that both ends are sampled, as nilearn
 * does.
 *
 * @param stepS distance between samples, s, above 0
 * @param lengthS length of the response, s, at least two steps
 * @returns shape [round(lengthS / stepS)], with sum 1
 * @throws {RangeError} fewer than two samples
 * @see nilearn.glm.first_level.spm_hrf with `oversampling=1`
 */
export function hrf(stepS: number, lengthS = 32): Float64Array {
  const samples = Math.round(lengthS / stepS)
  if (!(samples >= 2)) throw new RangeError(`a response of ${lengthS} s in steps of ${stepS} s`)
  const out = new Float64Array(samples)
  let sum = 0
  for (let i = 0; i < samples; i++) {
    const t = (i * lengthS) / (samples - 1) - stepS
    out[i] = t > 0 ? gammaDensity(t, 6) - 0.167 * gammaDensity(t, 16) : 0
    sum += out[i]
  }
  for (let i = 0; i < samples; i++) out[i] /= sum
  return out
}

/** Density of the gamma distribution of scale 1 and whole-numbered shape, for t above 0. */
function gammaDensity(t: number, shape: number): number {
  let logFactorial = 0
  for (let k = 2; k < shape; k++) logFactorial += Math.log(k)
  return Math.exp((shape - 1) * Math.log(t) - t - logFactorial)
}
