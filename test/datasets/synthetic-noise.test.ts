import { describe, expect, test } from 'vitest'
import { autoregression, pinkNoise, resonance } from '../../src/datasets/synthetic-noise.ts'
import { random } from '../../src/kernels/random.ts'
import { welch } from '../../src/kernels/welch.ts'

const samples = 51_200
const rateHz = 256
const power = (x: Float64Array) => x.reduce((sum, value) => sum + value * value, 0) / x.length

/** Power density at whole Hz. */
function density(x: Float64Array): Float64Array {
  return welch(Float32Array.from(x), 1, { rateHz, segment: rateHz })
}

describe('synthetic noise', () => {
  test('pink noise has variance 1 and a tenth of the power at ten times the frequency', () => {
    const noise = pinkNoise(samples, rateHz, random(1))
    expect(power(noise)).toBeCloseTo(1, 10)
    const at = density(noise)
    expect(Math.log10(at[2] / at[20])).toBeCloseTo(1, 0)
  })

  test('a resonance has variance 1 and its peak at its frequency', () => {
    const rhythm = resonance(samples, 10 / rateHz, 2 / rateHz, random(1))
    expect(power(rhythm)).toBeCloseTo(1, 10)
    const at = density(rhythm)
    expect(at.indexOf(Math.max(...at))).toBe(10)
    expect(at[10] / at[20]).toBeGreaterThan(50)
  })

  test('neighbours of an autoregression correlate as asked', () => {
    const x = autoregression(samples, 0.7, random(1))
    const product = x.slice(1).reduce((sum, value, t) => sum + value * x[t], 0) / (samples - 1)
    expect(power(x)).toBeCloseTo(1, 1)
    expect(product / power(x)).toBeCloseTo(0.7, 1)
  })
})
