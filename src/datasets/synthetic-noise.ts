import type { Random } from '../kernels/random.ts'

/** Corner frequencies of the low-passes whose sum falls off as 1/f, Hz. */
const cornersHz = [0.3, 1.2, 5, 20]

/**
 * Draws noise whose power falls off as 1/f from 0.3 to 40 Hz, with variance 1.
 *
 * Four first-order low-passes of one white noise, each with the same variance at its output.
 *
 * @returns shape [samples]
 */
export function pinkNoise(samples: number, rateHz: number, draw: Random): Float64Array {
  const poles = cornersHz.map((corner) => Math.exp((-2 * Math.PI * corner) / rateHz))
  const inputs = poles.map((pole) => Math.sqrt(1 - pole * pole))
  const [a, b, c, d] = poles
  const [ia, ib, ic, id] = inputs
  const out = new Float64Array(samples)
  let [ya, yb, yc, yd] = [draw.normal(), draw.normal(), draw.normal(), draw.normal()]
  let power = 0
  for (let t = 0; t < samples; t++) {
    const white = draw.normal()
    ya = a * ya + ia * white
    yb = b * yb + ib * white
    yc = c * yc + ic * white
    yd = d * yd + id * white
    out[t] = ya + yb + yc + yd
    power += out[t] * out[t]
  }
  return scaled(out, Math.sqrt(samples / power))
}

/**
 * Draws a rhythm that waxes and wanes: white noise through a two-pole resonator, with variance 1.
 *
 * @param frequency in cycles per sample, below 0.5
 * @param bandwidth of half power, in cycles per sample
 * @returns shape [samples]
 */
export function resonance(
  samples: number,
  frequency: number,
  bandwidth: number,
  draw: Random,
): Float64Array {
  const radius = Math.exp(-Math.PI * bandwidth)
  const first = 2 * radius * Math.cos(2 * Math.PI * frequency)
  const second = -radius * radius
  const out = new Float64Array(samples)
  const settle = Math.ceil(3 / bandwidth)
  let [last, before, power] = [0, 0, 0]
  for (let t = -settle; t < samples; t++) {
    const value = first * last + second * before + draw.normal()
    before = last
    last = value
    if (t < 0) continue
    out[t] = value
    power += value * value
  }
  return scaled(out, Math.sqrt(samples / power))
}

/**
 * Draws a first-order autoregressive process with variance 1 in expectation.
 *
 * @param memory correlation of neighbours, from 0 to below 1
 * @returns shape [samples]
 */
export function autoregression(samples: number, memory: number, draw: Random): Float64Array {
  const input = Math.sqrt(1 - memory * memory)
  const out = new Float64Array(samples)
  let value = draw.normal()
  for (let t = 0; t < samples; t++) {
    out[t] = value
    value = memory * value + input * draw.normal()
  }
  return out
}

function scaled(values: Float64Array, factor: number): Float64Array {
  for (let t = 0; t < values.length; t++) values[t] *= factor
  return values
}
