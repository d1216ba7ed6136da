import { type Phase, polyPhases } from './poly-phases.ts'

/**
 * Resamples as `resamplePoly` does, one output at a time, with the same bytes.
 *
 * @param x signals, shape [R, T]
 * @returns shape [R, ceil(T up / down)]
 */
export function resamplePolyScalar(
  x: Float32Array,
  rows: number,
  up: number,
  down: number,
): Float32Array {
  const samples = rows === 0 ? 0 : x.length / rows
  const length = Math.ceil((samples * up) / down)
  const out = new Float32Array(rows * length)
  const bank = { up, down, phases: polyPhases(up, down) }
  for (let r = 0; r < rows; r++) {
    const row = x.subarray(r * samples, (r + 1) * samples)
    for (let n = 0; n < length; n++) out[r * length + n] = polyOutput(row, bank, n)
  }
  return out
}

/** Gives output n of a row of shape [T], for the phases of up / down. */
export function polyOutput(
  row: Float32Array,
  bank: { readonly up: number; readonly down: number; readonly phases: readonly Phase[] },
  n: number,
): number {
  const { taps, first } = bank.phases[n % bank.up]
  const start = first + bank.down * Math.floor(n / bank.up)
  const end = Math.min(taps.length, row.length - start)
  let sum = 0
  for (let k = Math.max(0, -start); k < end; k++) sum += taps[k] * row[start + k]
  return sum
}
