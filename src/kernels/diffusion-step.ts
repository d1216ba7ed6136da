/** What a denoiser says of a noisy signal: its noise, the signal, or v between the two. */
export type Predicted = 'noise' | 'signal' | 'v'

/** One step back along a diffusion. */
export interface DiffusionStep {
  readonly predicts: Predicted
  /** Share of the signal's variance now, and after the step; 1 after the last. */
  readonly share: number
  readonly next: number
  /** Share of the full noise of a step: 1 is DDPM, 0 the deterministic DDIM. */
  readonly eta: number
}

/**
 * Takes one step back: from x at `share` to x at `next`.
 *
 * With eta 1 this is the posterior of DDPM, with eta 0 DDIM; between them the noise of a step has
 * the deviation eta · sqrt((1 - next) / (1 - share) · (1 - share / next)).
 *
 * @param x shape [N], left as it is
 * @param said what the denoiser predicts, shape [N]
 * @param noise standard normal, shape [N]; not used where the step has no noise
 * @returns shape [N]; NaN stays in its place
 * @see Song et al. (2021), arXiv:2010.02502; Ho et al. (2020), arXiv:2006.11239; v-prediction of
 *   Salimans and Ho (2022), arXiv:2202.00512
 */
export function diffusionStep(
  x: Float32Array,
  said: Float32Array,
  noise: Float32Array,
  { predicts, share, next, eta }: DiffusionStep,
): Float32Array {
  const [kept, lost] = [Math.sqrt(share), Math.sqrt(1 - share)]
  const deviation = eta * Math.sqrt(((1 - next) / (1 - share)) * (1 - share / next))
  const towards = Math.sqrt(Math.max(0, 1 - next - deviation * deviation))
  const out = new Float32Array(x.length)
  for (let i = 0; i < x.length; i++) {
    let signal = said[i]
    if (predicts === 'noise') signal = (x[i] - lost * said[i]) / kept
    if (predicts === 'v') signal = kept * x[i] - lost * said[i]
    const direction = (x[i] - kept * signal) / lost
    const fresh = deviation > 0 ? deviation * noise[i] : 0
    out[i] = Math.sqrt(next) * signal + towards * direction + fresh
  }
  return out
}
