import { encodeEdf } from '../io/write-edf.ts'
import { type Random, random } from '../kernels/random.ts'
import type { Generator } from './generator.ts'
import { pinkNoise, resonance } from './synthetic-noise.ts'

const rateHz = 256
const seconds = 312
const subjects = 12
const trials = 60
const trialS = 4

/** Electrodes of the 10-20 system on the unit disc: x to the right ear, y to the nose. */
const electrodes = {
  Fp1: [-0.29, 0.9],
  Fp2: [0.29, 0.9],
  F7: [-0.77, 0.56],
  F3: [-0.4, 0.48],
  Fz: [0, 0.45],
  F4: [0.4, 0.48],
  F8: [0.77, 0.56],
  T7: [-0.95, 0],
  C3: [-0.47, 0],
  Cz: [0, 0],
  C4: [0.47, 0],
  T8: [0.95, 0],
  P7: [-0.77, -0.56],
  P3: [-0.4, -0.48],
  Pz: [0, -0.45],
  P4: [0.4, -0.48],
  P8: [0.77, -0.56],
  O1: [-0.29, -0.9],
  O2: [0.29, -0.9],
} as const

const names = Object.keys(electrodes)
const places: readonly (readonly [number, number])[] = Object.values(electrodes)

/** 50 Hz at 256 Hz repeats after 25 periods. */
const humSamples = 128
const hum = Float64Array.from({ length: humSamples }, (_, t) =>
  Math.sin((2 * Math.PI * 50 * t) / rateHz),
)

/** What makes one subject's brain, head and amplifier differ from another's. */
interface Person {
  readonly draw: Random
  readonly gain: number
  readonly alphaHz: number
  readonly alphaUv: number
  readonly muHz: number
  readonly muUv: number
  /** Share of the mu rhythm that goes away over the hemisphere opposite to the hand. */
  readonly effect: number
  readonly lineUv: number
  readonly blinkEveryS: number
}

interface Trial {
  readonly onsetS: number
  readonly hand: 'left' | 'right'
}

/**
 * Twelve people who imagine moving the left or the right hand, sixty times four seconds each, as
 * EDF+ files: 19 channels at 256 Hz with 1/f background, alpha, blinks and 50 Hz line noise.
 *
 * The hand shows only as a weaker mu rhythm over the opposite motor cortex, by an amount that
 * differs between people and from trial to trial. Trials are annotated with the hand.
 */
export const syntheticEeg: Generator = {
  version: 1,
  files: Array.from({ length: subjects }, (_, i) => `S${String(i + 1).padStart(2, '0')}.edf`),
  make(path, seed) {
    const subject = Number(path.slice(1, 3))
    const person = personOf(random(seed * 4096 + subject))
    const order = trialsOf(person.draw)
    const signals = mixed(person, order)
    return encodeEdf({
      patient: `${path.slice(0, 3)} X X X`,
      recordingId: 'X X neurarrow',
      startedAt: { year: 2020, month: 1, day: subject, hour: 9, minute: 0, second: 0 },
      recordS: 1,
      format: 'EDF+C',
      channels: names.map((label, c) => ({
        label,
        unit: 'uV',
        rateHz,
        physicalMin: -800,
        physicalMax: 800,
        values: signals[c],
      })),
      annotations: order.map(({ onsetS, hand }) => ({ onsetS, durationS: trialS, text: hand })),
    })
  },
}

function personOf(draw: Random): Person {
  const between = (low: number, high: number) => low + (high - low) * draw.uniform()
  return {
    draw,
    gain: Math.exp(0.25 * draw.normal()),
    alphaHz: between(8.5, 11),
    alphaUv: between(6, 16),
    muHz: between(9.5, 12.5),
    muUv: between(5, 9),
    effect: between(0.1, 0.5),
    lineUv: between(1, 6),
    blinkEveryS: between(3, 7),
  }
}

/** Both hands equally often, in random order, with 0.75 to 1.25 s between trials. */
function trialsOf(draw: Random): Trial[] {
  const hands = draw.shuffle(
    Array.from({ length: trials }, (_, i): Trial['hand'] => (i % 2 === 0 ? 'left' : 'right')),
  )
  let onsetS = 2
  return hands.map((hand) => {
    const trial = { onsetS, hand }
    onsetS += trialS + 0.75 + 0.25 * draw.integer(3)
    return trial
  })
}

/** The 19 channels, µV. */
function mixed(person: Person, order: readonly Trial[]): Float64Array[] {
  const { draw, gain } = person
  const samples = rateHz * seconds
  const channels = places.map(() => new Float64Array(samples))
  const add = (source: Float64Array, amplitudes: readonly number[]) => {
    channels.forEach((channel, c) => {
      const amplitude = amplitudes[c]
      if (Math.abs(amplitude) < 1e-3) return
      for (let t = 0; t < samples; t++) channel[t] += amplitude * source[t]
    })
  }
  for (let k = 0; k < 12; k++) {
    const angle = 2 * Math.PI * draw.uniform()
    const radius = Math.sqrt(draw.uniform())
    const place = [radius * Math.cos(angle), radius * Math.sin(angle)] as const
    add(pinkNoise(samples, rateHz, draw), around(place, 0.5, 6))
  }
  for (const side of [-1, 1]) {
    const rhythm = resonance(samples, person.muHz / rateHz, 2.5 / rateHz, draw)
    weaken(rhythm, person, order, side)
    add(rhythm, around([0.47 * side, 0], 0.28, person.muUv))
  }
  const alpha = resonance(samples, person.alphaHz / rateHz, 1.5 / rateHz, draw)
  add(alpha, around([0, -0.95], 0.45, person.alphaUv))
  add(blinks(samples, person), around([0, 1.2], 0.45, 180))
  for (const channel of channels) {
    const own = gain * Math.exp(0.08 * draw.normal())
    const line = person.lineUv * Math.exp(0.4 * draw.normal())
    const phase = draw.integer(humSamples)
    for (let t = 0; t < samples; t++) {
      const noisy = channel[t] + 1.5 * draw.normal()
      channel[t] = own * noisy + line * hum[(t + phase) % humSamples]
    }
  }
  return channels
}

/** How much of a source each electrode sees: a Gaussian of the distance. */
function around(place: readonly [number, number], width: number, peak: number): number[] {
  return places.map(([x, y]) => {
    const squared = (x - place[0]) ** 2 + (y - place[1]) ** 2
    return peak * Math.exp(-squared / (2 * width * width))
  })
}

/** Scales the mu rhythm of a hemisphere (-1 left, 1 right) by trial, with ramps of half a s. */
function weaken(rhythm: Float64Array, person: Person, order: readonly Trial[], side: number): void {
  const ramp = rateHz / 2
  const length = trialS * rateHz
  for (const { onsetS, hand } of order) {
    const opposite = (hand === 'left') === (side === 1)
    const wanted = opposite ? 1 - person.effect : 1 + 0.15 * person.effect
    const factor = wanted * Math.exp(0.4 * person.draw.normal())
    const from = Math.round(onsetS * rateHz)
    for (let t = 0; t < length; t++) {
      const inside = Math.min(1, t / ramp, (length - t) / ramp)
      rhythm[from + t] *= 1 + (factor - 1) * inside
    }
  }
}

/** Blinks of 0.3 s at random times, height about 1. */
function blinks(samples: number, { draw, blinkEveryS }: Person): Float64Array {
  const out = new Float64Array(samples)
  const length = Math.round(0.3 * rateHz)
  const gap = () => Math.round((0.6 - blinkEveryS * Math.log(1 - draw.uniform())) * rateHz)
  for (let from = gap(); from + length < samples; from += gap()) {
    const height = Math.exp(0.2 * draw.normal())
    for (let t = 0; t < length; t++) out[from + t] += height * Math.sin((Math.PI * t) / length) ** 2
  }
  return out
}
