import { type Complex, distance, size } from './complex.ts'

/**
 * A cascade of second-order filters, shape [S, 6]: each row b0 b1 b2 a0 a1 a2, with a0 = 1.
 *
 * y[t] = b0 x[t] + b1 x[t-1] + b2 x[t-2] - a1 y[t-1] - a2 y[t-2], the rows one after the other.
 */
export type Sections = Float64Array

/**
 * Pairs zeros and poles to second-order sections: the pole closest to the unit circle goes last,
 * each with the zero that is nearest to it.
 *
 * Complex zeros and poles come in conjugate pairs; there are as many zeros as poles.
 *
 * @returns shape [S, 6] with S = ceil(poles / 2); the gain is in the first section
 * @throws {RangeError} zeros and poles differ in number
 * @see scipy.signal.zpk2sos with pairing='nearest'
 */
export function zpkSections(filter: {
  readonly zeros: readonly Complex[]
  readonly poles: readonly Complex[]
  readonly gain: number
}): Sections {
  if (filter.zeros.length !== filter.poles.length) throw new RangeError('zeros and poles differ')
  const even = filter.poles.length % 2 === 0
  const origin = even ? [] : [{ re: 0, im: 0 }]
  const zeros = halved([...filter.zeros, ...origin])
  const poles = halved([...filter.poles, ...origin])
  const count = Math.ceil(filter.poles.length / 2)
  const out = new Float64Array(6 * count)
  for (let s = count - 1; s >= 0; s--) {
    const row = takeSection(zeros, poles)
    out.set(row, 6 * s)
  }
  for (let i = 0; i < 3; i++) out[i] *= filter.gain
  return out
}

function takeSection(zeros: Complex[], poles: Complex[]): number[] {
  const pole = takeLeast(poles, edgeDistance)
  const paired =
    pole.im !== 0
      ? conjugate(pole)
      : takeLeast(poles, (p) => (p.im === 0 ? edgeDistance(p) : Number.POSITIVE_INFINITY))
  const mustBeComplex =
    pole.im !== 0 && poles.filter(isReal).length === 1 && zeros.filter(isReal).length === 1
  const zero = takeLeast(zeros, (z) =>
    mustBeComplex && isReal(z) ? Number.POSITIVE_INFINITY : distance(z, pole),
  )
  const other = isReal(zero)
    ? takeLeast(zeros, (z) => (isReal(z) ? distance(z, pole) : Number.POSITIVE_INFINITY))
    : conjugate(zero)
  return [...polynomial(zero, other), ...polynomial(pole, paired)]
}

/** Of each conjugate pair the one above the real axis, sorted; then the real ones, sorted. */
function halved(all: readonly Complex[]): Complex[] {
  const real = (a: Complex) => Math.abs(a.im) <= 100 * Number.EPSILON * size(a)
  const above = all.filter((a) => !real(a) && a.im > 0)
  const reals = all.filter(real).map(({ re }) => ({ re, im: 0 }))
  above.sort((a, b) => a.re - b.re || a.im - b.im)
  return [...above, ...reals.sort((a, b) => a.re - b.re)]
}

function takeLeast(from: Complex[], of: (a: Complex) => number): Complex {
  let best = 0
  for (let i = 1; i < from.length; i++) if (of(from[i]) < of(from[best])) best = i
  return from.splice(best, 1)[0]
}

function polynomial(a: Complex, b: Complex): number[] {
  return [1, -(a.re + b.re), a.re * b.re - a.im * b.im]
}

function conjugate({ re, im }: Complex): Complex {
  return { re, im: -im }
}

function isReal(a: Complex): boolean {
  return a.im === 0
}

/** How far a pole lies from the unit circle. */
function edgeDistance(p: Complex): number {
  return Math.abs(1 - size(p))
}
