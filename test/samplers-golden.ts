import { readFileSync } from 'node:fs'
import type { Predicted } from '../src/kernels/diffusion-step.ts'
import type { CodeDraw } from '../src/kernels/draw-code.ts'
import type { NoiseSchedule } from '../src/kernels/noise-schedule.ts'

/** The golden values of the samplers. */
export interface SamplersGolden {
  shares: (NoiseSchedule & { shares: number[] })[]
  steps: {
    predicts: Predicted
    share: number
    next: number
    eta: number
    x: number[]
    said: number[]
    noise: number[]
    out: number[]
  }[]
  sde: Record<'x' | 'score' | 'noise' | 'mean' | 'next' | 'corrected' | 'correctedNext', number[]> &
    Record<
      'betaMin' | 'betaMax' | 't' | 'stepLength' | 'snr' | 'alpha' | 'kept' | 'deviation',
      number
    >
  draws: { draw: CodeDraw; scores: number[]; uniform: number[]; codes: number[] }[]
}

const file = new URL('golden/samplers/samplers.json', import.meta.url)

/** Reads `test/golden/samplers`. */
export const samplersGolden = JSON.parse(readFileSync(file, 'utf8')) as SamplersGolden
