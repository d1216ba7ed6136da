import { describe, expect, test } from 'vitest'
import { type DiffusionPlan, diffuse } from '../../src/encoders/diffuse.ts'
import { type NoiseSchedule, signalShares } from '../../src/kernels/noise-schedule.ts'
import { vpMarginal } from '../../src/kernels/vp-sde.ts'

const [mean, deviation] = [3, 0.5]
const schedule: NoiseSchedule = { kind: 'linear', steps: 200, betaStart: 1e-4, betaEnd: 0.1 }
const shares = signalShares(schedule)
const sde = { betaMin: 0.1, betaMax: 20 }

/** The gradient of the log-density of a normal signal in noise. */
const score = (x: number, kept: number, lost: number) =>
  -(x - kept * mean) / (kept ** 2 * deviation ** 2 + lost ** 2)

/** What the best denoiser says of signals that are normal. */
function best(predicts: 'noise' | 'signal' | 'v') {
  return async (x: Float32Array, t: number) => {
    const [kept, lost] = [Math.sqrt(shares[t]), Math.sqrt(1 - shares[t])]
    return x.map((value) => {
      const noise = -lost * score(value, kept, lost)
      const signal = (value - lost * noise) / kept
      return { noise, signal, v: kept * noise - lost * signal }[predicts]
    })
  }
}

const drawn = { size: 500, seeds: [1, 2, 3, 4] }

function moments(x: Float32Array): [number, number] {
  const average = x.reduce((sum, v) => sum + v, 0) / x.length
  return [average, Math.sqrt(x.reduce((sum, v) => sum + (v - average) ** 2, 0) / x.length)]
}

describe('diffuse', () => {
  test.each(['noise', 'signal', 'v'] as const)(
    'DDPM and DDIM draw from the density, by %s',
    async (predicts) => {
      for (const [sampler, steps] of [
        ['ddpm', 200],
        ['ddim', 50],
      ] as const) {
        const plan: DiffusionPlan = { sampler, schedule, steps, predicts }
        const [average, spread] = moments(await diffuse(best(predicts), plan, drawn))
        expect(Math.abs(average - mean)).toBeLessThan(0.06)
        expect(Math.abs(spread - deviation)).toBeLessThan(0.06)
      }
    },
  )

  test('predictor and corrector do so too', async () => {
    const denoiser = async (x: Float32Array, t: number) => {
      const { kept, deviation: lost } = vpMarginal(sde, t)
      return x.map((value) => score(value, kept, lost))
    }
    const plan: DiffusionPlan = {
      ...{ sampler: 'predictorCorrector', sde, steps: 200, snr: 0.1 },
      ...{ predicts: 'score', timeScale: 1 },
    }
    const [average, spread] = moments(await diffuse(denoiser, plan, drawn))
    expect(Math.abs(average - mean)).toBeLessThan(0.08)
    expect(Math.abs(spread - deviation)).toBeLessThan(0.12)
  })

  test('a signal depends on its own seed, not on those beside it', async () => {
    const plan: DiffusionPlan = { sampler: 'ddpm', schedule, steps: 20, predicts: 'noise' }
    const all = await diffuse(best('noise'), plan, { size: 4, seeds: [7, 8, 9] })
    const one = await diffuse(best('noise'), plan, { size: 4, seeds: [8] })
    expect(all.subarray(4, 8)).toEqual(one)
    expect(all.subarray(0, 4)).not.toEqual(one)
  })
})
