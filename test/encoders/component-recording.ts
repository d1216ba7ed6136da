import { random } from '../../src/kernels/random.ts'
import type { Table } from '../../src/tables/table.ts'
import { signalsOf } from '../signal-golden.ts'

/** Electrodes of the example recording, from front to back. */
export const electrodes = ['Fp1', 'Fp2', 'F3', 'F4', 'C3', 'C4', 'O1', 'O2']

const rateHz = 200
const blinkS = 3

/**
 * A recording of 40 s with blinks (uV at the front) and the mains (at O2), over noise sources that
 * all electrodes see, and a channel `EOG` that sees the blinks; in two segments when asked.
 */
export function componentRecording({ seed = 1, segments = 1 } = {}): Table<'signals'> {
  const draw = random(seed)
  const samples = 40 * rateHz
  const blink = Float64Array.from({ length: samples }, (_, t) => {
    const phase = ((t / rateHz) % blinkS) - 1
    return 100 * Math.exp(-(phase * phase) / 0.01)
  })
  const mains = Float64Array.from({ length: samples }, (_, t) => Math.sin(t * Math.PI * 0.5 + 0.3))
  const sources = electrodes.map(() => heavyNoise(samples, draw.uniform() * 1e6))
  const mixing = electrodes.map(() => electrodes.map(() => 4 * draw.normal()))
  const rows = electrodes.map((name, c) => {
    const front = name.startsWith('Fp') ? 1 : name.startsWith('F') ? 0.2 : 0
    return Float32Array.from({ length: samples }, (_, t) => {
      let sum = front * blink[t] + (name === 'O2' ? 12 * mains[t] : 0)
      for (let k = 0; k < electrodes.length; k++) sum += mixing[c][k] * sources[k][t]
      return sum
    })
  })
  rows.push(Float32Array.from(blink, (v) => 2 * v + draw.normal()))
  return cut(rows, segments)
}

function heavyNoise(samples: number, seed: number): Float64Array {
  const draw = random(seed)
  let before = 0
  return Float64Array.from({ length: samples }, () => {
    before = 0.6 * before + draw.normal() ** 3 / 4
    return before
  })
}

function cut(rows: readonly Float32Array[], segments: number): Table<'signals'> {
  const length = rows[0].length / segments
  const parts = Array.from({ length: segments }, (_, s) => {
    const values = new Float32Array(rows.length * length)
    for (const [c, row] of rows.entries()) {
      values.set(row.subarray(s * length, (s + 1) * length), c * length)
    }
    return { channels: [...electrodes, 'EOG'], values, rateHz, startS: (s * 60 * length) / rateHz }
  })
  return signalsOf(parts)
}
