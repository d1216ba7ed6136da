import { type Fft, fft } from './fft.ts'
import { type WelchOptions, welchSegments } from './welch-segments.ts'

/**
 * Estimates as `welch` does, one pair of segments at a time.
 *
 * @param x signals, shape [R, T]
 * @returns density, shape [R, floor(S / 2) + 1]
 */
export function welchScalar(x: Float32Array, rows: number, options: WelchOptions): Float64Array {
  const samples = rows === 0 ? options.segment : x.length / rows
  const { segment, step, count, bins, taper, scale } = welchSegments(samples, options)
  const density = new Float64Array(rows * bins)
  const work: Work = {
    plan: fft(segment),
    taper,
    time: new Float64Array(2 * segment),
    spectrum: new Float64Array(2 * segment),
  }
  for (let r = 0; r < rows; r++) {
    const row = x.subarray(r * samples, (r + 1) * samples)
    const into = density.subarray(r * bins, (r + 1) * bins)
    for (let s = 0; s < count; s += 2) {
      load(row.subarray(s * step, s * step + segment), work, 0)
      if (s + 1 < count) load(row.subarray((s + 1) * step, (s + 1) * step + segment), work, 1)
      else for (let i = 1; i < work.time.length; i += 2) work.time[i] = 0
      work.plan.forward(work.time, work.spectrum)
      addPower(work.spectrum, into)
    }
    for (let k = 0; k < bins; k++) into[k] *= scale[k]
  }
  return density
}

interface Work {
  readonly plan: Fft
  readonly taper: Float64Array
  readonly time: Float64Array
  readonly spectrum: Float64Array
}

function load(from: Float32Array, { taper, time }: Work, part: 0 | 1): void {
  let sum = 0
  for (let n = 0; n < from.length; n++) sum += from[n]
  const mean = sum / from.length
  for (let n = 0, i = part; n < from.length; n++, i += 2) time[i] = (from[n] - mean) * taper[n]
}

/** Two real segments a + ib share a transform Z: |Z[k]|² + |Z[-k]|² = 2 (|A|² + |B|²). */
function addPower(z: Float64Array, into: Float64Array): void {
  into[0] += 2 * (z[0] * z[0] + z[1] * z[1])
  for (let k = 1, i = 2, j = z.length - 2; k < into.length; k++, i += 2, j -= 2) {
    into[k] += z[i] * z[i] + z[i + 1] * z[i + 1] + z[j] * z[j] + z[j + 1] * z[j + 1]
  }
}
