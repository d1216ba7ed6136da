import { fft } from './fft.ts'
import { unset32 } from './recycling.ts'

/** Which superlets, and at which samples their responses are taken. */
export interface SuperletOptions {
  readonly rateHz: number
  /** Centre frequencies, ascending, above 0 and below half the rate. */
  readonly frequenciesHz: readonly number[]
  /** Cycles of the wavelet of order 1; order o has o times as many. */
  readonly cycles: number
  /** Lowest and highest order. */
  readonly orders: readonly [number, number]
  /** Whether the order rises along the frequencies from the lowest to the highest, or all count. */
  readonly adaptive: boolean
  /** Samples from one response to the next. */
  readonly hop: number
}

/** A wavelet of one frequency, and its exponent in the geometric mean. */
interface Wavelet {
  /** Deviation of its Gaussian, s. */
  readonly spreadS: number
  readonly weight: number
}

/** Standard deviations of the Gaussian that span the cycles of a wavelet, as the paper has it. */
const deviations = 5
/** Deviations beyond which a wavelet is nothing, in time and in frequency. */
const reach = 5.5
const band = 7
/** Rows whose transforms are kept at the same time. */
const blockRows = 16

/**
 * Gives the superlet transform of each row: at each frequency the geometric mean of the magnitudes
 * of Morlet wavelets with more and more cycles, a fractional order by a fractional power.
 *
 * The magnitude is that of a sine: a sine of amplitude a gives a. Beyond a row are zeros, so that
 * responses within a wavelet's length of its ends are too small. A value that is not finite makes
 * its row NaN.
 *
 * @param x signals, shape [R, T], any unit u
 * @param rows R; T is `x.length / rows`
 * @returns shape [R, ceil(T / hop), F], in u
 * @see Moca et al. (2021), Nature Communications 12:337, doi:10.1038/s41467-020-20539-9, equations
 *   3 to 8
 */
export function superlets(x: Float32Array, rows: number, options: SuperletOptions): Float32Array {
  const samples = rows === 0 ? 0 : x.length / rows
  const frames = Math.ceil(samples / options.hop)
  const bins = options.frequenciesHz.length
  const out = unset32(rows * frames * bins)
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows)
    const block = x.subarray(from * samples, to * samples)
    const target = out.subarray(from * frames * bins, to * frames * bins)
    transformBlock({ block, samples, target, frames }, options)
  }
  return out
}

interface Block {
  readonly block: Float32Array
  readonly samples: number
  readonly target: Float32Array
  readonly frames: number
}

function transformBlock({ block, samples, target, frames }: Block, options: SuperletOptions) {
  const { hop, rateHz, frequenciesHz } = options
  const rows = block.length / samples
  const bins = frequenciesHz.length
  let length = 0
  let spectra: Float64Array[] = []
  frequenciesHz.forEach((hz, k) => {
    const wavelets = waveletsOf(k, options)
    const widest = Math.max(...wavelets.map(({ spreadS }) => spreadS))
    const needed = lengthFor(samples + Math.ceil(reach * widest * rateHz), hop)
    if (needed !== length) {
      length = needed
      spectra = Array.from({ length: rows }, (_, r) =>
        spectrumOf(block.subarray(r * samples, (r + 1) * samples), length),
      )
    }
    const logs = new Float64Array(rows * frames)
    for (const wavelet of wavelets) {
      const response = responseOf(hz, wavelet, { rateHz, length })
      spectra.forEach((spectrum, r) => {
        const sums = logs.subarray(r * frames, (r + 1) * frames)
        addLogs(spectrum, response, { hop, weight: wavelet.weight, sums })
      })
    }
    for (let i = 0; i < logs.length; i++) target[i * bins + k] = Math.exp(logs[i])
  })
}

/** The wavelets of frequency k, with weights that sum to 1. */
function waveletsOf(k: number, options: SuperletOptions): Wavelet[] {
  const { frequenciesHz, cycles, orders, adaptive } = options
  const [low, high] = orders
  const first = frequenciesHz[0]
  const span = frequenciesHz[frequenciesHz.length - 1] - first
  const hz = frequenciesHz[k]
  const order = adaptive && span > 0 ? low + ((high - low) * (hz - first)) / span : high
  const whole = Math.floor(order + 1e-9)
  const total = order - low + 1
  const wavelets: Wavelet[] = []
  for (let o = low; o <= whole + 1; o++) {
    const share = o <= whole ? 1 : order - whole
    if (share < 1e-9) continue
    wavelets.push({ spreadS: (cycles * o) / (deviations * hz), weight: share / total })
  }
  return wavelets
}

/** A length of at least `least` that the hop divides, quick to transform. */
function lengthFor(least: number, hop: number): number {
  let steps = 1
  while (steps * hop < least) steps *= 2
  return steps * hop
}

function spectrumOf(row: Float32Array, length: number): Float64Array {
  const from = new Float64Array(2 * length)
  const into = new Float64Array(2 * length)
  for (let n = 0; n < row.length; n++) from[2 * n] = row[n]
  fft(length).forward(from, into)
  return into
}

/**
 * A Gaussian around a frequency: its values from bin `first` on. Bins below 0 and above the rate
 * are images of others, which a wavelet that is sampled has too.
 */
interface Response {
  readonly first: number
  readonly values: Float64Array
}

function responseOf(
  hz: number,
  { spreadS }: Wavelet,
  { rateHz, length }: { readonly rateHz: number; readonly length: number },
): Response {
  const step = rateHz / length
  const half = band / (2 * Math.PI * spreadS)
  const first = Math.ceil((hz - half) / step)
  const last = Math.floor((hz + half) / step)
  const values = Float64Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const away = 2 * Math.PI * spreadS * ((first + i) * step - hz)
    return Math.exp(-0.5 * away * away)
  })
  return { first, values }
}

/**
 * Adds the weighted logarithm of a wavelet's magnitude at every hop: the products of spectrum and
 * response are folded to the bins that remain when samples between the hops are left out.
 */
function addLogs(
  spectrum: Float64Array,
  { first, values }: Response,
  { hop, weight, sums }: { hop: number; weight: number; sums: Float64Array },
): void {
  const length = spectrum.length / 2
  const steps = length / hop
  const folded = new Float64Array(2 * steps)
  const series = new Float64Array(2 * steps)
  for (let i = 0; i < values.length; i++) {
    const bin = (((first + i) % length) + length) % length
    const at = 2 * (bin % steps)
    folded[at] += spectrum[2 * bin] * values[i]
    folded[at + 1] += spectrum[2 * bin + 1] * values[i]
  }
  fft(steps).inverse(folded, series)
  const scale = (2 / hop) ** 2
  for (let m = 0; m < sums.length; m++) {
    const power = series[2 * m] * series[2 * m] + series[2 * m + 1] * series[2 * m + 1]
    sums[m] += 0.5 * weight * Math.log(power * scale)
  }
}
