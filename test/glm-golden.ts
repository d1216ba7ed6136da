import { readFileSync } from 'node:fs'
import type { EventModel } from '../src/kernels/event-regressor.ts'
import { makeEvents } from '../src/tables/events.ts'
import type { Recording } from '../src/tables/keys.ts'
import { makeSignals } from '../src/tables/signals.ts'

/** What `test/golden/glm/generate.py` wrote. */
export interface GlmGolden {
  readonly kernels: {
    model: 'spm' | 'glover'
    part: 'response' | 'derivative' | 'dispersion'
    stepS: number
    values: number[]
  }[]
  readonly logGamma: [number, number][]
  readonly beta: [number, number, number, number][]
  readonly tails: {
    t: [number, number, number][]
    f: [number, number, number, number, number][]
  }
  readonly events: [label: string, onsetS: number, durationS: number][]
  readonly regressors: { startS: number; ours: Partial<EventModel>; values: number[] }[]
  readonly designs: { ours: object; names: string[]; values: number[] }[]
  readonly run: {
    samples: number
    voxels: number
    trS: number
    signals: number[]
    options: object
  }
  readonly fits: {
    noise: 'ols' | 'ar1'
    rho: number[]
    betas: number[]
    maps: {
      t: Record<'effect' | 'variance' | 'stat' | 'p' | 'z', number[]>
      F: Record<'stat' | 'p' | 'z', number[]>
    }
    residuals: number[]
  }[]
  readonly betas: { method: 'lss' | 'lsa'; noise: 'ols' | 'ar1'; effect: number[]; z: number[] }[]
}

export const glmGolden = JSON.parse(
  readFileSync(new URL('./golden/glm/glm.json', import.meta.url), 'utf8'),
) as GlmGolden

const recording: Recording = { subject: 'A', session: '1', run: '1', recording: 'A', labels: {} }

/** The run of the golden file as a table, or other numbers in its place. */
export function goldenRun(values: ArrayLike<number> = glmGolden.run.signals) {
  const { voxels, trS } = glmGolden.run
  const channels = Array.from({ length: voxels }, (_, v) => `v${v}`)
  const samples = Float32Array.from(values)
  const segment = { channels, startS: 0, rateHz: 1 / trS, values: samples, index: 0 }
  return makeSignals(recording, [segment], 'arbitrary')
}

/** The events of the golden file as a table, and more of them where given. */
export function goldenEvents(more: GlmGolden['events'] = []) {
  const all = [...glmGolden.events, ...more]
  return makeEvents(
    recording,
    all.map(([label, onsetS, durationS]) => ({ label, onsetS, durationS })),
  )
}
