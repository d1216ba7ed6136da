import { diffusionStep, type Predicted } from '../kernels/diffusion-step.ts'
import { type NoiseSchedule, signalShares, visitedSteps } from '../kernels/noise-schedule.ts'
import { type Random, random } from '../kernels/random.ts'
import { type VpSde, vpCorrect, vpMarginal, vpPredict } from '../kernels/vp-sde.ts'

/** What a denoiser says of signals of shape [R, N] at a time, in the same shape. */
export type Denoiser = (x: Float32Array, timestep: number) => Promise<Float32Array>

/** How signals are drawn from noise. */
export type DiffusionPlan =
  | {
      readonly sampler: 'ddpm' | 'ddim'
      readonly schedule: NoiseSchedule
      /** Steps that are visited. */
      readonly steps: number
      readonly predicts: Predicted
    }
  | {
      readonly sampler: 'predictorCorrector'
      readonly sde: VpSde
      readonly steps: number
      /** Ratio of signal to noise of a step of the corrector; 0 leaves it out. */
      readonly snr: number
      readonly predicts: 'noise' | 'score'
      /** What a time from 0 to 1 is multiplied by before the denoiser is told. */
      readonly timeScale: number
    }

/** How many signals are drawn, of which length, each with a seed of its own. */
export interface Drawn {
  readonly size: number
  /** Shape [R]. */
  readonly seeds: ArrayLike<number>
}

/** The time at which the way back in continuous time ends, as the authors of the method do. */
const lastTime = 1e-3

/**
 * Draws signals by a denoiser: from noise back to a signal, step by step. Every signal has a
 * stream of random numbers of its own, so others beside it change nothing.
 *
 * @returns shape [R, size]
 * @see Song et al. (2021), arXiv:2011.13456, for predictor and corrector; the last step is without
 *   noise
 */
export async function diffuse(
  denoiser: Denoiser,
  plan: DiffusionPlan,
  drawn: Drawn,
): Promise<Float32Array> {
  const draws = Array.from(drawn.seeds, (seed) => random(seed))
  const fresh = () => normals(draws, drawn.size)
  return plan.sampler === 'predictorCorrector'
    ? continuous(denoiser, plan, { ...drawn, fresh })
    : discrete(denoiser, plan, fresh)
}

type Discrete = Extract<DiffusionPlan, { sampler: 'ddpm' | 'ddim' }>
type Continuous = Extract<DiffusionPlan, { sampler: 'predictorCorrector' }>

async function discrete(
  denoiser: Denoiser,
  { sampler, schedule, steps, predicts }: Discrete,
  fresh: () => Float32Array,
): Promise<Float32Array> {
  const shares = signalShares(schedule)
  const visited = visitedSteps(schedule.steps, steps)
  const eta = sampler === 'ddpm' ? 1 : 0
  let x = fresh()
  for (const [i, t] of visited.entries()) {
    const isLast = i === visited.length - 1
    const next = isLast ? 1 : shares[visited[i + 1]]
    const noise = eta > 0 && !isLast ? fresh() : x
    const said = await denoiser(x, t)
    x = diffusionStep(x, said, noise, { predicts, share: shares[t], next, eta: isLast ? 0 : eta })
  }
  return x
}

async function continuous(
  denoiser: Denoiser,
  plan: Continuous,
  { size, fresh }: Drawn & { readonly fresh: () => Float32Array },
): Promise<Float32Array> {
  const { sde, steps, snr, predicts, timeScale } = plan
  const stepLength = (1 - lastTime) / Math.max(1, steps - 1)
  const scoreAt = async (x: Float32Array, t: number) => {
    const said = await denoiser(x, t * timeScale)
    const { deviation } = vpMarginal(sde, t)
    return predicts === 'score' ? said : said.map((noise) => -noise / deviation)
  }
  let x = fresh()
  for (let i = 0; i < steps; i++) {
    const t = 1 - i * stepLength
    if (snr > 0) {
      const beta = sde.betaMin + t * (sde.betaMax - sde.betaMin)
      const at = { snr, alpha: 1 - beta / steps }
      x = correctEach(x, await scoreAt(x, t), fresh(), { size, at })
    }
    const score = await scoreAt(x, t)
    const { next, mean } = vpPredict(x, score, fresh(), { ...sde, t, stepLength: 1 / steps })
    x = i === steps - 1 ? mean : next
  }
  return x
}

function correctEach(
  x: Float32Array,
  score: Float32Array,
  noise: Float32Array,
  { size, at }: { readonly size: number; readonly at: Parameters<typeof vpCorrect>[3] },
): Float32Array {
  const out = new Float32Array(x.length)
  for (let from = 0; from < x.length; from += size) {
    const own = (values: Float32Array) => values.subarray(from, from + size)
    out.set(vpCorrect(own(x), own(score), own(noise), at).next, from)
  }
  return out
}

function normals(draws: readonly Random[], size: number): Float32Array {
  const out = new Float32Array(draws.length * size)
  for (const [r, draw] of draws.entries()) {
    for (let i = 0; i < size; i++) out[r * size + i] = draw.normal()
  }
  return out
}
