import { bandColumns } from './band-power.ts'
import { gram, multiply } from './multiply.ts'
import { measureKinds, type PairSums, pairMeasures } from './pair-measures.ts'
import { panels } from './panels.ts'
import { segmentSpectra } from './segment-spectra.ts'
import type { ConnectivityOptions } from './spectral-connectivity-scalar.ts'
import { wasmRoom } from './wasm/signal-wasm.ts'

export type { SpectralMeasure } from './pair-measures.ts'
export type { ConnectivityOptions } from './spectral-connectivity-scalar.ts'

/**
 * How closely each pair of channels goes together in bands, from the spectra of segments (Hann,
 * constant detrend): with S the mean over segments of x · conj(y), u that of its unit phasors and
 * n the number of segments,
 *
 * `coherence` |S| / sqrt(Sx Sy), `imaginaryCoherence` Im S / sqrt(Sx Sy), `plv` |u|, `ciplv`
 * |Im u| / sqrt(1 - (Re u)²), `ppc` (n |u|² - 1) / (n - 1), `pli` |mean sign of Im|, `wpli`
 * |mean of Im| / mean of |Im|, `debiasedWpli` that squared, without the pairs of a segment with
 * itself.
 *
 * Each is averaged over the frequencies of the band. With a single segment coherence and plv are 1.
 * A channel that is not finite or has no power makes its pairs NaN.
 *
 * @param x shape [C, T]
 * @returns shape [C (C - 1) / 2, B], pairs in the order 0-1, 0-2, ... 1-2 ...
 * @throws {RangeError} the segment does not fit
 * @see mne_connectivity.spectral_connectivity_epochs; Nolte et al. (2004),
 *   doi:10.1016/j.clinph.2004.04.029; Lachaux et al. (1999),
 *   doi:10.1002/(SICI)1097-0193(1999)8:4<194::AID-HBM4>3.0.CO;2-C; Vinck et al. (2010),
 *   doi:10.1016/j.neuroimage.2010.01.073, and (2011), doi:10.1016/j.neuroimage.2011.01.055; Stam et
 *   al. (2007), doi:10.1002/hbm.20346; Bruña et al. (2018), doi:10.1088/1741-2552/aacfe4
 */
export function spectralConnectivity(
  x: Float32Array,
  channels: number,
  options: ConnectivityOptions,
): Float64Array {
  const columns = bandColumns(options)
  const from = Math.min(...columns.map((band) => band.from))
  const to = Math.max(...columns.map((band) => band.to))
  const { values, count } = segmentSpectra(x, channels, options, { from, to })
  const size = channels * 2 * count
  const pairs = (channels * (channels - 1)) / 2
  const kind = measureKinds[options.measure]
  const one = new Float64Array(pairs)
  const out = new Float64Array(pairs * columns.length)
  for (let k = from; k < to; k++) {
    const bands = columns.flatMap((band, b) => (k >= band.from && k < band.to ? [b] : []))
    if (bands.length === 0) continue
    const spectra = values.subarray((k - from) * size, (k - from + 1) * size)
    const given = { spectra, channels, count, measure: pairMeasures[options.measure], out: one }
    if (kind === 'lag') lagged(given)
    else crossed(given, kind === 'phase')
    for (const b of bands) {
      const share = 1 / (columns[b].to - columns[b].from)
      for (let p = 0; p < pairs; p++) out[p * columns.length + b] += one[p] * share
    }
  }
  return out
}

/** One frequency of all channels. */
interface Given {
  /** Shape [C, 2, S]. */
  readonly spectra: Float64Array
  readonly channels: number
  readonly count: number
  readonly measure: (sums: PairSums) => number
  /** Shape [C (C - 1) / 2]. */
  readonly out: Float64Array
}

/** One object for all pairs: a new one for each costs more than the sums. */
function noSums(count: number) {
  return { count, re: 0, im: 0, ofA: 0, ofB: 0, sizes: 0, squares: 0, signs: 0 }
}

/** Measures of the mean cross spectrum, by two products of matrices. */
function crossed({ spectra, channels, count, measure, out }: Given, isPhase: boolean): void {
  const own = isPhase ? phasors(spectra, count) : spectra
  const rows = panels(own, channels, 2 * count)
  const re = gram(rows)
  const im = multiply(panels(turned(own, count), channels, 2 * count), rows)
  const sums = noSums(count)
  for (let i = 0, at = 0; i < channels; i++) {
    sums.ofA = re[i * channels + i]
    for (let j = i + 1; j < channels; j++, at++) {
      sums.ofB = re[j * channels + j]
      sums.re = re[i * channels + j]
      sums.im = im[i * channels + j]
      out[at] = measure(sums)
    }
  }
}

/** Each number divided by its magnitude. */
function phasors(spectra: Float64Array, count: number): Float64Array {
  const out = new Float64Array(spectra.length)
  for (let from = 0; from < spectra.length; from += 2 * count) {
    for (let s = from; s < from + count; s++) {
      const [re, im] = [spectra[s], spectra[s + count]]
      const length = Math.sqrt(re * re + im * im)
      out[s] = re / length
      out[s + count] = im / length
    }
  }
  return out
}

/** Imaginary parts, then negative real ones: times b it is the imaginary part of a · conj(b). */
function turned(spectra: Float64Array, count: number): Float64Array {
  const out = new Float64Array(spectra.length)
  for (let from = 0; from < spectra.length; from += 2 * count) {
    for (let s = from; s < from + count; s++) {
      out[s] = spectra[s + count]
      out[s + count] = -spectra[s]
    }
  }
  return out
}

/** Measures of imaginary parts, segment by segment. */
function lagged({ spectra, channels, count, measure, out }: Given): void {
  const { wasm, f64, at } = wasmRoom([8 * spectra.length, 32 * channels])
  const [x, found] = at
  const sums = noSums(count)
  f64.set(spectra, x / 8)
  for (let i = 0, to = 0; i + 1 < channels; i++) {
    wasm.lagSums(x, channels, i, count, found)
    for (let j = i + 1, from = found / 8; j < channels; j++, from += 4, to++) {
      sums.im = f64[from]
      sums.sizes = f64[from + 1]
      sums.squares = f64[from + 2]
      sums.signs = f64[from + 3]
      out[to] = measure(sums)
    }
  }
}
