/** How fast noise grows along the steps of a diffusion. */
export interface NoiseSchedule {
  /** How beta grows: with the step, with the square of its root, or by a cosine of what is left. */
  readonly kind: 'linear' | 'scaledLinear' | 'cosine'
  /** T, at least 1. */
  readonly steps: number
  readonly betaStart: number
  /** Of `cosine` the largest beta. */
  readonly betaEnd: number
}

/**
 * What is left of the signal's variance after each step of a diffusion.
 *
 * @returns shape [T], falling from below 1 towards 0
 * @see Ho et al. (2020), arXiv:2006.11239; Nichol and Dhariwal (2021), arXiv:2102.09672 (cosine)
 */
export function signalShares({ kind, steps, betaStart, betaEnd }: NoiseSchedule): Float64Array {
  const out = new Float64Array(steps)
  const left = (t: number) => Math.cos((((t / steps + 0.008) / 1.008) * Math.PI) / 2) ** 2
  let share = 1
  for (let t = 0; t < steps; t++) {
    const part = steps > 1 ? t / (steps - 1) : 0
    const [low, high] = [Math.sqrt(betaStart), Math.sqrt(betaEnd)]
    const betas = {
      linear: betaStart + part * (betaEnd - betaStart),
      scaledLinear: (low + part * (high - low)) ** 2,
      cosine: Math.min(1 - left(t + 1) / left(t), betaEnd),
    }
    share *= 1 - betas[kind]
    out[t] = share
  }
  return out
}

/**
 * The steps that are visited when fewer than all are, from the last to the first.
 *
 * @param total T
 * @param visited from 1 to T
 * @returns shape [visited], falling, evenly spaced, ending at 0
 */
export function visitedSteps(total: number, visited: number): Int32Array {
  const apart = total / visited
  return Int32Array.from({ length: visited }, (_, i) => Math.floor((visited - 1 - i) * apart))
}
