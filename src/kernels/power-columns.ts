import { realFft } from './real-fft.ts'
import { tukey } from './taper.ts'

/**
 * The spectrogram that brainmaze's seizure models are fed: power at 0 to 99 Hz in segments of one
 * second, every half second, each frequency brought to mean 0 and variance 1 over time.
 *
 * Segments lose their mean and are tapered at both ends (Tukey, a quarter). Columns without any
 * power, and a frequency whose power never changes, are 0.
 *
 * @param x one signal, shape [T], in any unit, T at least one second
 * @param rateHz sampling rate, Hz, whole and even, from 200
 * @returns shape [100, floor((T - rateHz) / (rateHz / 2)) + 1]
 * @throws {RangeError} the rate or the length is another
 * @see `brainmaze_eeg_models.seizure.preprocess_input`, `scipy.signal.spectrogram`
 */
export function powerColumns(x: Float32Array, rateHz: number): Float32Array {
  if (rateHz < 200 || rateHz % 2 !== 0 || x.length < rateHz) {
    throw new RangeError(`${x.length} samples at ${rateHz} Hz`)
  }
  const hop = rateHz / 2
  const count = Math.floor((x.length - rateHz) / hop) + 1
  const power = new Float64Array(BINS * count)
  const taper = tukey(rateHz, 0.25)
  const plan = realFft(rateHz)
  const [from, into] = [new Float64Array(rateHz), new Float64Array(rateHz + 2)]
  const isFull = new Uint8Array(count)
  for (let j = 0; j < count; j++) {
    let mean = 0
    for (let t = 0; t < rateHz; t++) mean += x[j * hop + t]
    mean /= rateHz
    for (let t = 0; t < rateHz; t++) from[t] = (x[j * hop + t] - mean) * taper[t]
    isFull[j] = from.some((v) => v !== 0) ? 1 : 0
    if (isFull[j] === 0) continue
    plan.forward(from, into)
    for (let f = 0; f < BINS; f++) {
      power[f * count + j] = into[2 * f] ** 2 + into[2 * f + 1] ** 2
    }
  }
  return standardized(power, isFull)
}

/** Frequencies 0, 1 ... 99 Hz. */
const BINS = 100

function standardized(power: Float64Array, isFull: Uint8Array): Float32Array {
  const count = isFull.length
  const out = new Float32Array(power.length)
  const full = isFull.reduce((sum, is) => sum + is, 0)
  for (let f = 0; f < BINS; f++) {
    const row = power.subarray(f * count, (f + 1) * count)
    const mean = row.reduce((sum, v) => sum + v, 0) / full
    let squares = 0
    for (let j = 0; j < count; j++) squares += isFull[j] * (row[j] - mean) ** 2
    const deviation = Math.sqrt(squares / full)
    const scale = deviation > 0 ? deviation : 1
    for (let j = 0; j < count; j++) {
      out[f * count + j] = isFull[j] === 1 ? (row[j] - mean) / scale : 0
    }
  }
  return out
}
