import { fft } from './fft.ts'
import type { Wavelet } from './wavelet-banks.ts'

/** At which samples the responses of which wavelets are taken, and what of them. */
export interface WaveletOptions {
  /** For each frequency its wavelets, as `morletWavelets` or `taperedWavelets` gives them. */
  readonly bank: readonly (readonly Wavelet[])[]
  /** Samples from one response to the next. */
  readonly hop: number
  /** The weighted sum of |response|², or the response of the one wavelet of each frequency. */
  readonly value: 'power' | 'complex'
}

/**
 * Does what `waveletTransform` does, one row at a time.
 *
 * @param x shape [R, T]
 * @returns shape [R, F, M], or [R, F, M, 2]
 */
export function waveletTransformScalar(
  x: Float32Array,
  rows: number,
  { bank, hop, value }: WaveletOptions,
): Float64Array {
  const samples = rows === 0 ? 0 : x.length / rows
  const frames = Math.ceil(samples / hop)
  const parts = value === 'complex' ? 2 : 1
  const out = new Float64Array(rows * bank.length * frames * parts)
  if (rows === 0) return out
  const length = transformLength(samples, bank, hop)
  const responses = bank.map((some) => some.map((wavelet) => responseOf(wavelet, length)))
  for (let r = 0; r < rows; r++) {
    const spectrum = spectrumOf(x.subarray(r * samples, (r + 1) * samples), length)
    bank.forEach((some, k) => {
      const into = out.subarray(
        (r * bank.length + k) * frames * parts,
        (r * bank.length + k + 1) * frames * parts,
      )
      some.forEach(({ weight }, m) => {
        addResponse(spectrum, responses[k][m], { hop, weight, value, into })
      })
    })
  }
  return out
}

/** A length that holds rows and the longest wavelet, a product of small primes and of the hop. */
export function transformLength(
  samples: number,
  bank: readonly (readonly Wavelet[])[],
  hop: number,
): number {
  const longest = Math.max(...bank.flat().map(({ values }) => values.length / 2))
  let steps = Math.ceil((samples + longest - 1) / hop)
  while (!isSmooth(steps)) steps++
  return steps * hop
}

function isSmooth(length: number): boolean {
  let rest = length
  for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime
  return rest === 1
}

/** The transform of a wavelet whose middle lies at sample 0, shape [N, 2]. */
export function responseOf({ values }: Wavelet, length: number): Float64Array {
  const from = new Float64Array(2 * length)
  const into = new Float64Array(2 * length)
  const count = values.length / 2
  const middle = (count - 1) >> 1
  for (let i = 0; i < count; i++) {
    const at = (i - middle + length) % length
    from[2 * at] += values[2 * i]
    from[2 * at + 1] += values[2 * i + 1]
  }
  fft(length).forward(from, into)
  return into
}

function spectrumOf(row: Float32Array, length: number): Float64Array {
  const from = new Float64Array(2 * length)
  const into = new Float64Array(2 * length)
  for (let n = 0; n < row.length; n++) from[2 * n] = row[n]
  fft(length).forward(from, into)
  return into
}

interface Into {
  readonly hop: number
  readonly weight: number
  readonly value: WaveletOptions['value']
  readonly into: Float64Array
}

/** Products are folded to the frequencies that are left when samples between hops are dropped. */
function addResponse(
  spectrum: Float64Array,
  response: Float64Array,
  { hop, weight, value, into }: Into,
): void {
  const length = spectrum.length / 2
  const steps = length / hop
  const folded = new Float64Array(2 * steps)
  const series = new Float64Array(2 * steps)
  for (let k = 0; k < length; k++) {
    const [a, b, c, d] = [
      spectrum[2 * k],
      spectrum[2 * k + 1],
      response[2 * k],
      response[2 * k + 1],
    ]
    folded[2 * (k % steps)] += a * c - b * d
    folded[2 * (k % steps) + 1] += a * d + b * c
  }
  fft(steps).inverse(folded, series)
  if (value === 'complex') {
    for (let i = 0; i < into.length; i++) into[i] = series[i] / hop
    return
  }
  for (let m = 0; m < into.length; m++) {
    const power = series[2 * m] * series[2 * m] + series[2 * m + 1] * series[2 * m + 1]
    into[m] += (weight * power) / (hop * hop)
  }
}
