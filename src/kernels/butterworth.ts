import { type Complex, divide, plus, squareRoot, times } from './complex.ts'
import { type Sections, zpkSections } from './zpk-sections.ts'

/** What a Butterworth filter lets through; a pair of edges for bands, one for the others. */
export type BandType = 'lowpass' | 'highpass' | 'bandpass' | 'bandstop'

/**
 * Designs a digital Butterworth filter as second-order sections.
 *
 * A band of order N has 2N poles. At each edge the gain is 1 / sqrt(2).
 *
 * @param order N, from 1
 * @param edges one edge or two ascending ones, in units of half the sampling rate, in (0, 1)
 * @returns sections, shape [S, 6], see `Sections`
 * @throws {RangeError} order or edges are out of range, or their number does not fit the type
 * @see scipy.signal.butter with output='sos'
 */
export function butterworth(order: number, edges: readonly number[], type: BandType): Sections {
  const wanted = type === 'bandpass' || type === 'bandstop' ? 2 : 1
  const inside = edges.every((edge) => edge > 0 && edge < 1)
  if (!Number.isInteger(order) || order < 1 || edges.length !== wanted || !inside) {
    throw new RangeError(`no ${type} of order ${order} at ${edges.join(', ')}`)
  }
  if (wanted === 2 && !(edges[0] < edges[1])) {
    throw new RangeError(`edges ${edges.join(', ')} do not ascend`)
  }
  const warped = edges.map((edge) => 4 * Math.tan((Math.PI * edge) / 2))
  return zpkSections(digital(analog(prototype(order), warped, type)))
}

/** Zeros, poles and gain of a filter. */
interface Zpk {
  readonly zeros: readonly Complex[]
  readonly poles: readonly Complex[]
  readonly gain: number
}

function prototype(order: number): Complex[] {
  return Array.from({ length: order }, (_, i) => {
    const m = 2 * i - order + 1
    const angle = (Math.PI * m) / (2 * order)
    return { re: -Math.cos(angle), im: m === 0 ? 0 : -Math.sin(angle) }
  })
}

function analog(poles: readonly Complex[], warped: readonly number[], type: BandType): Zpk {
  const order = poles.length
  const zero = { re: 0, im: 0 }
  if (type === 'lowpass') {
    const scaled = poles.map((p) => ({ re: p.re * warped[0], im: p.im * warped[0] }))
    return { zeros: [], poles: scaled, gain: warped[0] ** order }
  }
  if (type === 'highpass') {
    const scaled = poles.map((p) => divide({ re: warped[0], im: 0 }, p))
    return { zeros: poles.map(() => zero), poles: scaled, gain: 1 }
  }
  const width = warped[1] - warped[0]
  const centre = Math.sqrt(warped[0] * warped[1])
  const half = { re: width / 2, im: 0 }
  if (type === 'bandpass') {
    const split = bothSides(
      poles.map((p) => times(p, half)),
      centre,
    )
    return { zeros: poles.map(() => zero), poles: split, gain: width ** order }
  }
  const split = bothSides(
    poles.map((p) => divide(half, p)),
    centre,
  )
  const zeros = [centre, -centre].flatMap((im) => poles.map(() => ({ re: 0, im })))
  return { zeros, poles: split, gain: 1 }
}

/** p ± sqrt(p² - centre²) for every pole. */
function bothSides(poles: readonly Complex[], centre: number): Complex[] {
  const root = (p: Complex) => squareRoot(plus(times(p, p), { re: -centre * centre, im: 0 }))
  const above = poles.map((p) => plus(p, root(p)))
  const below = poles.map((p) => plus(p, times({ re: -1, im: 0 }, root(p))))
  return [...above, ...below]
}

/** The bilinear transform at a rate of 2; zeros at infinity go to -1. */
function digital({ zeros, poles, gain }: Zpk): Zpk {
  const map = (s: Complex) => divide({ re: 4 + s.re, im: s.im }, { re: 4 - s.re, im: -s.im })
  const product = (all: readonly Complex[]) =>
    all.reduce((so, s) => times(so, { re: 4 - s.re, im: -s.im }), { re: 1, im: 0 })
  const missing = poles.length - zeros.length
  const infinite = Array.from({ length: missing }, () => ({ re: -1, im: 0 }))
  return {
    zeros: [...zeros.map(map), ...infinite],
    poles: poles.map(map),
    gain: gain * divide(product(zeros), product(poles)).re,
  }
}
