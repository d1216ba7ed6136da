import { firstHole } from './first-hole.ts'
import { sosPadding, steadyState } from './sos-ends.ts'
import type { Sections } from './zpk-sections.ts'

/**
 * Filters as `sosFilter` does, one number at a time, with the same bytes.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @param sections shape [S, 6]
 * @returns shape [R, T], same unit
 * @see scipy.signal.sosfilt
 */
export function sosFilterScalar(x: Float32Array, rows: number, sections: Sections): Float32Array {
  const out = new Float32Array(x.length)
  const samples = rows === 0 ? 0 : x.length / rows
  const row = new Float64Array(samples)
  const rest = new Float64Array((sections.length / 6) * 2)
  for (let r = 0; r < rows; r++) {
    row.set(x.subarray(r * samples, (r + 1) * samples))
    cascade(row, sections, rest)
    out.set(row, r * samples)
    const hole = firstHole(x.subarray(r * samples, (r + 1) * samples))
    if (hole >= 0) out.fill(Number.NaN, r * samples + hole, (r + 1) * samples)
  }
  return out
}

/**
 * Filters as `sosFilterBothWays` does, one number at a time, with the same bytes.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @param sections shape [S, 6]
 * @returns shape [R, T], same unit
 * @throws {RangeError} T is not above `sosPadding(sections)`
 * @see scipy.signal.sosfiltfilt
 */
export function sosFilterBothWaysScalar(
  x: Float32Array,
  rows: number,
  sections: Sections,
): Float32Array {
  const out = new Float32Array(x.length)
  if (x.length === 0) return out
  const samples = x.length / rows
  const pad = sosPadding(sections)
  if (samples <= pad) throw new RangeError(`${samples} samples are not above ${pad}`)
  const steady = steadyState(sections)
  const row = new Float64Array(samples + 2 * pad)
  for (let r = 0; r < rows; r++) {
    extend(x.subarray(r * samples, (r + 1) * samples), pad, row)
    for (let pass = 0; pass < 2; pass++) {
      const first = row[0]
      cascade(
        row,
        sections,
        steady.map((state) => state * first),
      )
      row.reverse()
    }
    out.set(row.subarray(pad, pad + samples), r * samples)
    const hole = firstHole(x.subarray(r * samples, (r + 1) * samples))
    if (hole >= 0) out.fill(Number.NaN, r * samples, (r + 1) * samples)
  }
  return out
}

function extend(row: Float32Array, pad: number, into: Float64Array): void {
  const last = row.length - 1
  into.set(row, pad)
  for (let k = 1; k <= pad; k++) {
    into[pad - k] = 2 * row[0] - row[k]
    into[pad + last + k] = 2 * row[last] - row[last - k]
  }
}

/** Runs all sections over x in place; `states` has shape [S, 2]. */
function cascade(x: Float64Array, sections: Sections, states: Float64Array): void {
  for (let s = 0; s < states.length / 2; s++) {
    const [b0, b1, b2, , a1, a2] = sections.subarray(6 * s, 6 * s + 6)
    let z0 = states[2 * s]
    let z1 = states[2 * s + 1]
    for (let t = 0; t < x.length; t++) {
      const y = b0 * x[t] + z0
      z0 = b1 * x[t] + z1 - a1 * y
      z1 = b2 * x[t] - a2 * y
      x[t] = y
    }
  }
}
