import { readFileSync } from 'node:fs'
import { makeSignals, type SegmentSamples } from '../src/tables/signals.ts'
import type { Table } from '../src/tables/table.ts'

/** Reads a file of `test/golden/signal`. */
export function signalGolden<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`golden/signal/${file}`, import.meta.url), 'utf8')) as T
}

/**
 * The input of the golden files, shape [rows, samples]: rough noise on a drift, in multiples of
 * 1/256 below 2^15, so that f32 holds it exactly.
 */
export function signalInput(rows: number, samples: number): Float32Array {
  return Float32Array.from({ length: rows * samples }, (_, at) => {
    const r = Math.floor(at / samples)
    const i = at % samples
    const noise = ((i + 1) * (i + 1) * 7919 + (r + 1) * 104729 * i) % 65521
    return noise / 256 - 128 + i / 16 + r * 8
  })
}

/** One recording's signals table, in uV, with the label `task`. */
export function signalsOf(
  segments: readonly (Partial<SegmentSamples> & Pick<SegmentSamples, 'channels' | 'values'>)[],
  unit = 'uV',
): Table<'signals'> {
  const recording = { subject: 'A', session: '1', run: '1', recording: 'A_1' }
  const whole = segments.map((s, index) => ({ startS: 0, rateHz: 100, index, ...s }))
  return makeSignals({ ...recording, labels: { task: 'rest' } }, whole, unit)
}

/** The tolerance of numbers that are computed in f64 and stored in f32. */
export function stored(why = 'arithmetic in f64, stored in f32'): {
  relative: number
  why: string
} {
  return { relative: 1e-6, why }
}
