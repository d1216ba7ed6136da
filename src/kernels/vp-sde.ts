/** A variance-preserving diffusion in continuous time, t from 0 (signal) to 1 (noise). */
export interface VpSde {
  /** beta(t) grows in a line between these. */
  readonly betaMin: number
  readonly betaMax: number
}

/**
 * What is left of the signal at time t, and how much noise there is: x(t) = kept · x(0) +
 * deviation · noise.
 *
 * @see Song et al. (2021), arXiv:2011.13456, appendix B
 */
export function vpMarginal({ betaMin, betaMax }: VpSde, t: number) {
  const exponent = -0.25 * t * t * (betaMax - betaMin) - 0.5 * t * betaMin
  return { kept: Math.exp(exponent), deviation: Math.sqrt(-Math.expm1(2 * exponent)) }
}

/**
 * One step of Euler and Maruyama back in time: the predictor.
 *
 * @param x shape [N]
 * @param score gradient of the log-density at x, shape [N]
 * @param noise standard normal, shape [N]
 * @param at time t and the length of the step, above 0
 * @returns `next`, shape [N], and `mean`, the same without its noise
 */
export function vpPredict(
  x: Float32Array,
  score: Float32Array,
  noise: Float32Array,
  at: VpSde & { readonly t: number; readonly stepLength: number },
): { next: Float32Array; mean: Float32Array } {
  const beta = at.betaMin + at.t * (at.betaMax - at.betaMin)
  const spread = Math.sqrt(beta * at.stepLength)
  const mean = new Float32Array(x.length)
  const next = new Float32Array(x.length)
  for (let i = 0; i < x.length; i++) {
    mean[i] = x[i] + beta * at.stepLength * (0.5 * x[i] + score[i])
    next[i] = mean[i] + spread * noise[i]
  }
  return { next, mean }
}

/**
 * One step of Langevin dynamics at a fixed time: the corrector. Its length follows from a ratio of
 * signal to noise: 2 · alpha · (snr · |noise| / |score|)², of this signal alone.
 *
 * @param x shape [N]
 * @param score shape [N]
 * @param noise standard normal, shape [N]
 * @param at the ratio, and alpha = 1 - beta(t) / steps
 * @returns `next`, shape [N], and `mean`, the same without its noise; x where the score is 0
 */
export function vpCorrect(
  x: Float32Array,
  score: Float32Array,
  noise: Float32Array,
  at: { readonly snr: number; readonly alpha: number },
): { next: Float32Array; mean: Float32Array } {
  const ratio = lengthOf(noise) / lengthOf(score)
  const step = Number.isFinite(ratio) ? 2 * at.alpha * (at.snr * ratio) ** 2 : 0
  const spread = Math.sqrt(2 * step)
  const mean = new Float32Array(x.length)
  const next = new Float32Array(x.length)
  for (let i = 0; i < x.length; i++) {
    mean[i] = x[i] + step * score[i]
    next[i] = mean[i] + spread * noise[i]
  }
  return { next, mean }
}

function lengthOf(x: Float32Array): number {
  let squares = 0
  for (let i = 0; i < x.length; i++) squares += x[i] * x[i]
  return Math.sqrt(squares)
}
