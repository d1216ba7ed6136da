import { type Autoregression, autoregression } from './autoregression.ts'
import { complexInverse } from './complex-inverse.ts'

/** How much one channel acts on another, frequency by frequency. */
export type DirectedMeasure = 'dtf' | 'ffdtf' | 'ddtf' | 'pdc' | 'gpdc'

/**
 * Measures how much each channel acts on each other one at some frequencies, from a model: with A
 * its transform (the identity less the weights), H the inverse of A and i acted on by j,
 *
 * `dtf` |H_ij|² over the sum of row i, `ffdtf` over the sum of row i and all frequencies, `ddtf`
 * ffdtf times the squared partial coherence, `pdc` |A_ij|² over the sum of column j, `gpdc` the
 * same with each row divided by the variance of its residual.
 *
 * @param frequenciesHz F of them, from 0 to half the rate
 * @returns shape [F, C, C], row i, column j
 * @see Kaminski & Blinowska (1991), Biol. Cybern. 65:203-210, doi:10.1007/BF00198091; Korzeniewska
 *   et al. (2003), J. Neurosci. Methods 125:195-207, doi:10.1016/S0165-0270(03)00052-9; Baccala &
 *   Sameshima (2001), Biol. Cybern. 84:463-474, doi:10.1007/PL00007990
 */
export function directedSpectra(
  model: Autoregression,
  frequenciesHz: readonly number[],
  { rateHz, measure }: { readonly rateHz: number; readonly measure: DirectedMeasure },
): Float64Array {
  const { channels: n, residual } = model
  const out = new Float64Array(frequenciesHz.length * n * n)
  const isPartial = measure === 'pdc' || measure === 'gpdc'
  frequenciesHz.forEach((hz, f) => {
    const a = transferInverse(model, hz / rateHz)
    const squares = squaresOf(isPartial ? a : complexInverse(a, n))
    if (measure === 'gpdc') {
      for (let i = 0; i < n * n; i++) squares[i] /= residual[Math.floor(i / n) * (n + 1)]
    }
    if (measure === 'ddtf' || measure === 'ffdtf') out.set(squares, f * n * n)
    else out.set(isPartial ? overColumns(squares, n) : overRows([squares], n)[0], f * n * n)
  })
  if (measure !== 'ddtf' && measure !== 'ffdtf') return out
  const each = frequenciesHz.map((_, f) => out.subarray(f * n * n, (f + 1) * n * n))
  overRows(each, n).forEach((one, f) => {
    const partial =
      measure === 'ffdtf' ? undefined : partialCoherence(model, frequenciesHz[f] / rateHz)
    out.set(partial ? one.map((value, i) => value * partial[i]) : one, f * n * n)
  })
  return out
}

/**
 * Spectral Granger causality of each ordered pair of channels by itself: the natural logarithm of
 * the power of the one over that part of it which the other does not explain.
 *
 * @param x shape [C, T]
 * @param order of each pair's autoregression
 * @returns shape [F, C, C], row i is acted on by column j; 0 on the diagonal
 * @throws {RangeError} as `autoregression`
 * @see Geweke (1982), J. Am. Stat. Assoc. 77:304-313, doi:10.1080/01621459.1982.10477803
 */
export function spectralGranger(
  x: Float32Array,
  channels: number,
  given: {
    readonly order: number
    readonly rateHz: number
    readonly frequenciesHz: readonly number[]
  },
): Float64Array {
  const { order, rateHz, frequenciesHz } = given
  const samples = x.length / channels
  const out = new Float64Array(frequenciesHz.length * channels * channels)
  const both = new Float32Array(2 * samples)
  for (let i = 0; i < channels; i++) {
    for (let j = i + 1; j < channels; j++) {
      both.set(x.subarray(i * samples, (i + 1) * samples))
      both.set(x.subarray(j * samples, (j + 1) * samples), samples)
      const model = autoregression(both, 2, order)
      frequenciesHz.forEach((hz, f) => {
        const h = complexInverse(transferInverse(model, hz / rateHz), 2)
        const from = f * channels * channels
        out[from + i * channels + j] = explained(h, model.residual, 0)
        out[from + j * channels + i] = explained(h, model.residual, 1)
      })
    }
  }
  return out
}

/** For two channels: how much the other explains of the power of `one`. */
function explained(h: Float64Array, residual: Float64Array, one: 0 | 1): number {
  const other = 1 - one
  const [own, cross] = [residual[3 * one], residual[1]]
  const at = (i: number, j: number) => [h[2 * (2 * i + j)], h[2 * (2 * i + j) + 1]]
  const [ar, ai] = at(one, one)
  const [br, bi] = at(one, other)
  const ofB = br * br + bi * bi
  const power =
    own * (ar * ar + ai * ai) + 2 * cross * (ar * br + ai * bi) + residual[3 * other] * ofB
  const rest = power - (residual[3 * other] - (cross * cross) / own) * ofB
  return Math.log(power / rest)
}

/** A(f): the identity less the transform of the weights, shape [C, C, 2]; f in cycles a sample. */
function transferInverse({ channels: n, order, weights }: Autoregression, f: number) {
  const out = new Float64Array(2 * n * n)
  for (let i = 0; i < n; i++) out[2 * (i * n + i)] = 1
  for (let k = 0; k < order; k++) {
    const [cos, sin] = [Math.cos(2 * Math.PI * f * (k + 1)), Math.sin(2 * Math.PI * f * (k + 1))]
    for (let i = 0; i < n * n; i++) {
      out[2 * i] -= weights[k * n * n + i] * cos
      out[2 * i + 1] += weights[k * n * n + i] * sin
    }
  }
  return out
}

function squaresOf(a: Float64Array): Float64Array {
  return Float64Array.from({ length: a.length / 2 }, (_, i) => a[2 * i] ** 2 + a[2 * i + 1] ** 2)
}

/** Divided by the sums of their rows, over all matrices together. */
function overRows(each: readonly Float64Array[], n: number): Float64Array[] {
  const sums = new Float64Array(n)
  for (const one of each) for (let i = 0; i < n * n; i++) sums[Math.floor(i / n)] += one[i]
  return each.map((one) => one.map((value, i) => value / sums[Math.floor(i / n)]))
}

function overColumns(squares: Float64Array, n: number): Float64Array {
  const sums = new Float64Array(n)
  for (let i = 0; i < n * n; i++) sums[i % n] += squares[i]
  return squares.map((value, i) => value / sums[i % n])
}

/** Squared: |P_ij|² / (P_ii P_jj), where P = Aᴴ Σ⁻¹ A is the inverse of the spectral matrix. */
function partialCoherence(model: Autoregression, f: number): Float64Array {
  const { channels: n, residual } = model
  const wide = new Float64Array(2 * n * n)
  for (let i = 0; i < n * n; i++) wide[2 * i] = residual[i]
  const inverse = complexInverse(wide, n)
  const a = transferInverse(model, f)
  const half = new Float64Array(2 * n * n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const weight = inverse[2 * (i * n + k)]
      for (let j = 0; j < 2 * n; j++) half[2 * i * n + j] += weight * a[2 * k * n + j]
    }
  }
  const [re, im] = [new Float64Array(n * n), new Float64Array(n * n)]
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) {
        const [ar, ai] = [a[2 * (k * n + i)], a[2 * (k * n + i) + 1]]
        const [hr, hi] = [half[2 * (k * n + j)], half[2 * (k * n + j) + 1]]
        re[i * n + j] += ar * hr + ai * hi
        im[i * n + j] += ar * hi - ai * hr
      }
    }
  }
  return re.map((value, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    return (value ** 2 + im[at] ** 2) / (re[i * n + i] * re[j * n + j])
  })
}
