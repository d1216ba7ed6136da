import { unset32 } from './recycling.ts'

/** How numbers become ids, and ids numbers. */
export interface MuLaw {
  /** Strength of the compression, above 0. */
  readonly mu: number
  /** How many ids there are, n. */
  readonly levels: number
  /**
   * `edges`: bins between n - 1 edges evenly from -1 to 1, the outermost ids for what lies on or
   * beyond them. `nearest`: the nearest of n values evenly from -1 to 1.
   */
  readonly rounding: 'edges' | 'nearest'
}

/** Keeps the outermost bins from being empty, as numpy.digitize does not count an edge below. */
const edgeGap = 1e-10

/**
 * Compresses numbers of [-1, 1] by the mu-law: sign(x) · ln(1 + mu |x|) / ln(1 + mu).
 *
 * @param x shape [N]
 * @returns shape [N], a new array; NaN stays NaN
 */
export function compress(x: Float32Array, mu: number): Float32Array {
  const out = unset32(x.length)
  const whole = Math.log1p(mu)
  for (let i = 0; i < x.length; i++) {
    const value = x[i]
    const size = Math.log1p(mu * Math.abs(value)) / whole
    out[i] = value < 0 ? -size : size
  }
  return out
}

/**
 * Compresses only what lies beyond 1, and leaves the rest as it is; the two meet at 1.
 *
 * @param x shape [N]
 * @returns shape [N], a new array; NaN stays NaN
 */
export function compressBeyondOne(x: Float32Array, mu: number): Float32Array {
  const out = unset32(x.length)
  const whole = Math.log1p(mu)
  for (let i = 0; i < x.length; i++) {
    const value = x[i]
    const size = Math.abs(value)
    if (size > 1) out[i] = (Math.sign(value) * Math.log1p(mu * size)) / whole
    else out[i] = value
  }
  return out
}

/**
 * Gives each number the id of its bin after compression by the mu-law.
 *
 * @param x shape [R, T]
 * @param peaks shape [R]: what becomes 1; a row whose peak is 0 keeps its scale
 * @returns ids, shape [R, T], from 0 to n - 1; -1 for NaN
 * @see numpy.digitize (edges), torchaudio.functional.mu_law_encoding (nearest, n = mu + 1)
 */
export function muLawIds(x: Float32Array, peaks: Float64Array, law: MuLaw): Int32Array {
  const { mu, levels, rounding } = law
  const samples = peaks.length === 0 ? 0 : x.length / peaks.length
  const ids = new Int32Array(x.length)
  const whole = Math.log1p(mu)
  const bins = levels - 2
  for (let r = 0; r < peaks.length; r++) {
    const scale = mu / (peaks[r] || 1)
    for (let i = r * samples; i < (r + 1) * samples; i++) {
      const value = x[i]
      const size = Math.log1p(scale * Math.abs(value)) / whole
      const s = value < 0 ? -size : size
      if (Number.isNaN(s)) ids[i] = -1
      else if (rounding === 'nearest') ids[i] = nearestOf(s, levels)
      else if (s < -1 + edgeGap) ids[i] = 0
      else if (s >= 1 - edgeGap) ids[i] = levels - 1
      else ids[i] = Math.min(bins, Math.floor(((s + 1) * bins) / 2) + 1)
    }
  }
  return ids
}

function nearestOf(s: number, levels: number): number {
  const id = Math.floor(((s + 1) / 2) * (levels - 1) + 0.5)
  return Math.max(0, Math.min(levels - 1, id))
}

/**
 * Gives each id the number that it stands for: the middle of its bin, or its value, uncompressed.
 *
 * @param ids shape [R, T]; -1 becomes NaN
 * @param peaks shape [R]
 * @returns shape [R, T]
 */
export function muLawValues(ids: Int32Array, peaks: Float64Array, law: MuLaw): Float32Array {
  const { mu, levels, rounding } = law
  const bins = levels - 2
  const table = Float64Array.from({ length: levels }, (_, id) => {
    const middle = rounding === 'nearest' ? (2 * id) / (levels - 1) - 1 : (2 * id - 1) / bins - 1
    const s = Math.max(-1, Math.min(1, middle))
    return (Math.sign(s) * Math.expm1(Math.abs(s) * Math.log1p(mu))) / mu
  })
  const samples = peaks.length === 0 ? 0 : ids.length / peaks.length
  const out = unset32(ids.length)
  for (let r = 0; r < peaks.length; r++) {
    const scale = peaks[r] || 1
    for (let i = r * samples; i < (r + 1) * samples; i++) {
      out[i] = ids[i] < 0 ? Number.NaN : table[ids[i]] * scale
    }
  }
  return out
}
