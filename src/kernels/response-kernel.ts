import { logGamma } from './log-gamma.ts'
import { roundHalfEven } from './round-half-even.ts'

/** A haemodynamic response, or how it changes with its time or its width. */
export type ResponsePart = 'response' | 'derivative' | 'dispersion'

/** Shapes of the gamma densities of a response. */
interface Gammas {
  readonly undershoot: number
  readonly dispersion: number
  readonly undershootDispersion: number
  readonly ratio: number
}

const models: Readonly<Record<'spm' | 'glover', Gammas>> = {
  spm: { undershoot: 16, dispersion: 1, undershootDispersion: 1, ratio: 0.167 },
  glover: { undershoot: 12, dispersion: 0.9, undershootDispersion: 0.9, ratio: 0.48 },
}

/**
 * Samples a haemodynamic response of 32 s, a peak less an undershoot, each a gamma density.
 *
 * `derivative` is what a start 0.1 s later takes away, a second; `dispersion` what a width larger
 * by 0.01 takes away. The response begins one step late and its time axis is stretched so that both
 * ends are sampled, as nilearn does.
 *
 * @param stepS distance between samples, s, above 0 and at most 16
 * @returns shape [round(32 / stepS)]; the response has sum 1
 * @throws {RangeError} fewer than two samples
 * @see Glover (1999), NeuroImage 9(4):416-429; nilearn.glm.first_level.hemodynamic_models
 */
export function responseKernel(
  model: 'spm' | 'glover',
  part: ResponsePart,
  stepS: number,
): Float64Array {
  const gammas = models[model]
  if (part === 'response') return response(gammas, stepS, 0)
  if (part === 'derivative') {
    return slope(response(gammas, stepS, 0), response(gammas, stepS, 0.1), 0.1)
  }
  // nilearn keeps the undershoot's dispersion at 1 here, for both models
  const narrow = { ...gammas, undershootDispersion: 1 }
  const wide = { ...narrow, dispersion: gammas.dispersion + 0.01 }
  return slope(response(narrow, stepS, 0), response(wide, stepS, 0), 0.01)
}

const lengthS = 32
const delayS = 6

function response(gammas: Gammas, stepS: number, onsetS: number): Float64Array {
  const samples = roundHalfEven(lengthS / stepS)
  if (!(samples >= 2)) throw new RangeError(`a response of ${lengthS} s in steps of ${stepS} s`)
  const { undershoot, dispersion, undershootDispersion, ratio } = gammas
  const out = Float64Array.from({ length: samples }, (_, i) => {
    const t = (i * lengthS) / (samples - 1) - onsetS - stepS
    const peak = gammaDensity(t, delayS / dispersion, dispersion)
    return peak - ratio * gammaDensity(t, undershoot / undershootDispersion, undershootDispersion)
  })
  const sum = out.reduce((total, value) => total + value, 0)
  return out.map((value) => value / sum)
}

function slope(a: Float64Array, b: Float64Array, by: number): Float64Array {
  return a.map((value, i) => (value - b[i]) / by)
}

function gammaDensity(t: number, shape: number, scale: number): number {
  if (!(t > 0)) return 0
  const x = t / scale
  return Math.exp((shape - 1) * Math.log(x) - x - logGamma(shape)) / scale
}
