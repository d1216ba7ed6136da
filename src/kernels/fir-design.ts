import { firLowpass } from './fir-lowpass.ts'
import { roundHalfEven } from './round-half-even.ts'
import { hamming } from './taper.ts'

/** Taps of a Hamming-windowed filter for each unit of 1 / transition width. */
const LENGTH_FACTOR = 3.3

/** A pass band: without `lowHz` a low-pass, without `highHz` a high-pass. */
export interface PassBand {
  /** Lower edge, Hz: the gain is 1 from here on. */
  readonly lowHz?: number
  /** Upper edge, Hz: the gain is 1 up to here. */
  readonly highHz?: number
  readonly rateHz: number
}

/**
 * Designs a zero-phase FIR filter as MNE does by default: Hamming-windowed, with transitions as
 * wide as a quarter of the edge, at least 2 Hz, at most what there is up to 0 Hz or half the rate.
 *
 * @returns taps, shape [L], symmetric, L odd
 * @throws {RangeError} an edge is not above 0 and below half the rate
 * @see mne.filter.create_filter (fir_design='firwin', phase='zero'); Widmann, Schröger & Maess
 *   (2015), J. Neurosci. Methods 250:34-46, doi:10.1016/j.jneumeth.2014.08.002
 */
export function firPassBand({ lowHz, highHz, rateHz }: PassBand): Float64Array {
  const nyquist = rateHz / 2
  const edges: number[] = []
  const gains: number[] = []
  let narrowest = Number.POSITIVE_INFINITY
  if (lowHz !== undefined) {
    requireInside(lowHz, nyquist)
    const width = Math.min(Math.max(0.25 * lowHz, 2), lowHz)
    narrowest = width
    edges.push(lowHz - width, lowHz)
    gains.push(0, 1)
  }
  if (highHz !== undefined) {
    requireInside(highHz, nyquist)
    const width = Math.min(Math.max(0.25 * highHz, 2), nyquist - highHz)
    narrowest = Math.min(narrowest, width)
    edges.push(highHz, highHz + width)
    gains.push(1, 0)
  }
  return design({ edges, gains, rateHz }, lengthFor(narrowest, rateHz))
}

/** A band that is stopped: the gain is 1 up to its lower and from its upper edge on. */
export interface StopBand {
  readonly lowHz: number
  readonly highHz: number
  readonly rateHz: number
  /** Width of the transitions within the band, Hz; those of pass bands when not given. */
  readonly transitionHz?: number
}

/**
 * Widths of the transitions of a stop band, Hz: lower and upper. There is a stop band between them
 * where lowHz + lower is below highHz - upper.
 */
export function stopTransitions({ lowHz, highHz, rateHz, transitionHz }: StopBand) {
  if (transitionHz !== undefined) return { lower: transitionHz, upper: transitionHz }
  return {
    lower: Math.min(Math.max(0.25 * lowHz, 2), rateHz / 2 - lowHz),
    upper: Math.min(Math.max(0.25 * highHz, 2), highHz),
  }
}

/**
 * Designs a zero-phase FIR filter that stops a band, as MNE does where the lower edge of a pass
 * band is above its upper one.
 *
 * @returns taps, shape [L], symmetric, L odd
 * @throws {RangeError} an edge is not between 0 Hz and half the rate, or transitions meet
 * @see mne.filter.create_filter with l_freq above h_freq
 */
export function firStopBand(band: StopBand): Float64Array {
  const { lowHz, highHz, rateHz } = band
  requireInside(lowHz, rateHz / 2)
  requireInside(highHz, rateHz / 2)
  const { lower, upper } = stopTransitions(band)
  const edges = [lowHz, lowHz + lower, highHz - upper, highHz]
  if (!(edges[1] < edges[2]))
    throw new RangeError(`transitions meet between ${lowHz} and ${highHz}`)
  return design({ edges, gains: [1, 0, 0, 1], rateHz }, lengthFor(Math.min(lower, upper), rateHz))
}

/**
 * Designs a zero-phase FIR filter that stops narrow bands, as MNE's notch filter by default.
 *
 * Each band is freq / 200 wide, with transitions of 0.5 Hz on either side.
 *
 * @param freqsHz centres of the bands, Hz, ascending
 * @returns taps, shape [L], symmetric, L odd
 * @throws {RangeError} a band does not lie between 0 Hz and half the rate, or two bands meet
 * @see mne.filter.notch_filter
 */
export function firNotch(freqsHz: readonly number[], rateHz: number): Float64Array {
  const width = 0.5
  const edges = freqsHz.flatMap((freq) => {
    const half = freq / 200 / 2
    const low = freq - half - width
    const high = freq + half + width
    requireInside(low, rateHz / 2)
    requireInside(high, rateHz / 2)
    return [low, low + width, high - width, high]
  })
  if (edges.some((edge, i) => i > 0 && edge <= edges[i - 1])) {
    throw new RangeError(`stop bands at ${freqsHz.join(', ')} Hz are not apart`)
  }
  const gains = freqsHz.flatMap(() => [1, 0, 0, 1])
  return design({ edges, gains, rateHz }, lengthFor(width, rateHz))
}

function requireInside(edgeHz: number, nyquist: number): void {
  if (!(edgeHz > 0 && edgeHz < nyquist)) {
    throw new RangeError(`edge ${edgeHz} Hz is not between 0 and ${nyquist} Hz`)
  }
}

function lengthFor(width: number, rateHz: number): number {
  const length = Math.max(Math.ceil((LENGTH_FACTOR / width) * rateHz), 1)
  return length + ((length + 1) % 2)
}

/** Sums one low-pass for each step of the gain, each as long as its own transition asks. */
function design(
  response: { edges: number[]; gains: number[]; rateHz: number },
  length: number,
): Float64Array {
  const { edges, gains } = closed(response)
  const taps = new Float64Array(length)
  const last = edges.length - 1
  if (gains[last] === 1) taps[(length - 1) / 2] = 1
  for (let i = last - 1; i >= 0; i--) {
    if (gains[i] === gains[i + 1]) continue
    const transition = (edges[i + 1] - edges[i]) / 2
    const own = roundHalfEven(LENGTH_FACTOR / transition)
    const odd = own + ((own + 1) % 2)
    const lowpass = firLowpass((edges[i + 1] + edges[i]) / 2, hamming(odd))
    const offset = (length - odd) / 2
    const sign = gains[i] === 0 ? -1 : 1
    for (let n = 0; n < odd; n++) taps[offset + n] += sign * lowpass[n]
  }
  return taps
}

/** Edges in units of half the rate, from 0 to 1. */
function closed(response: { edges: number[]; gains: number[]; rateHz: number }) {
  const nyquist = response.rateHz / 2
  const edges = [...response.edges]
  const gains = [...response.gains]
  if (edges[0] !== 0) {
    edges.unshift(0)
    gains.unshift(gains[0])
  }
  if (edges[edges.length - 1] !== nyquist) {
    edges.push(nyquist)
    gains.push(gains[gains.length - 1])
  }
  return { edges: edges.map((edge) => edge / nyquist), gains }
}
