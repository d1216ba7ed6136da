import type { Sections } from './zpk-sections.ts'

/**
 * Filters each row forwards, from rest: the output at a time depends on the past only.
 *
 * From a value that is not finite on, a row is NaN.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @param sections shape [S, 6]
 * @returns shape [R, T], same unit
 * @see scipy.signal.sosfilt
 */
export function sosFilter(x: Float32Array, rows: number, sections: Sections): Float32Array {
  const out = new Float32Array(x.length)
  const samples = rows === 0 ? 0 : x.length / rows
  const row = new Float64Array(samples)
  const rest = new Float64Array((sections.length / 6) * 2)
  for (let r = 0; r < rows; r++) {
    row.set(x.subarray(r * samples, (r + 1) * samples))
    cascade(row, sections, rest)
    out.set(row, r * samples)
  }
  return out
}

/**
 * Filters each row forwards, then backwards, so that the phase stays and the gain is squared.
 *
 * Both ends are continued by `sosPadding` samples mirrored through the end point; each pass
 * starts in the state of a constant. A value that is not finite makes its row NaN.
 *
 * @param x signals, shape [R, T], any unit
 * @param rows R; T is `x.length / rows`
 * @param sections shape [S, 6]
 * @returns shape [R, T], same unit
 * @throws {RangeError} T is not above `sosPadding(sections)`
 * @see scipy.signal.sosfiltfilt
 */
export function sosFilterBothWays(x: Float32Array, rows: number, sections: Sections): Float32Array {
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
  }
  return out
}

/** How many samples `sosFilterBothWays` adds at either end; `sections` has shape [S, 6]. */
export function sosPadding(sections: Sections): number {
  const count = sections.length / 6
  let plainB = 0
  let plainA = 0
  for (let s = 0; s < count; s++) {
    if (sections[6 * s + 2] === 0) plainB++
    if (sections[6 * s + 5] === 0) plainA++
  }
  return 3 * (2 * count + 1 - Math.min(plainB, plainA))
}

/** States, shape [S, 2], in which a constant 1 is passed on as it is. */
function steadyState(sections: Sections): Float64Array {
  const out = new Float64Array(sections.length / 3)
  let level = 1
  for (let s = 0; s < sections.length / 6; s++) {
    const [b0, b1, b2, , a1, a2] = sections.subarray(6 * s, 6 * s + 6)
    const first = (b1 - a1 * b0 + b2 - a2 * b0) / (1 + a1 + a2)
    out[2 * s] = level * first
    out[2 * s + 1] = level * (b2 - a2 * b0 - a2 * first)
    level *= (b0 + b1 + b2) / (1 + a1 + a2)
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

/** Runs all sections over x in place, two at a time; `states` has shape [S, 2]. */
function cascade(x: Float64Array, sections: Sections, states: Float64Array): void {
  const count = sections.length / 6
  let s = 0
  if (count % 2 === 1) one(x, sections.subarray(0, 6), states.subarray(0, 2))
  for (s = count % 2; s < count; s += 2) {
    two(x, sections.subarray(6 * s, 6 * s + 12), states.subarray(2 * s, 2 * s + 4))
  }
}

function one(x: Float64Array, section: Float64Array, state: Float64Array): void {
  const [b0, b1, b2, , a1, a2] = section
  let [z0, z1] = state
  for (let t = 0; t < x.length; t++) {
    const y = b0 * x[t] + z0
    z0 = b1 * x[t] - a1 * y + z1
    z1 = b2 * x[t] - a2 * y
    x[t] = y
  }
}

/** The second section's work on a sample overlaps with the first one's on the next. */
function two(x: Float64Array, pair: Float64Array, states: Float64Array): void {
  const [b0, b1, b2, , a1, a2, d0, d1, d2, , c1, c2] = pair
  let [z0, z1, w0, w1] = states
  for (let t = 0; t < x.length; t++) {
    const v = x[t]
    const u = b0 * v + z0
    z0 = b1 * v - a1 * u + z1
    z1 = b2 * v - a2 * u
    const y = d0 * u + w0
    w0 = d1 * u - c1 * y + w1
    w1 = d2 * u - c2 * y
    x[t] = y
  }
}
