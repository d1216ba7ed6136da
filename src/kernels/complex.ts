/** A complex number, for filter design; signals are interleaved arrays instead. */
export interface Complex {
  readonly re: number
  readonly im: number
}

/** a + b. */
export function plus(a: Complex, b: Complex): Complex {
  return { re: a.re + b.re, im: a.im + b.im }
}

/** a b. */
export function times(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re }
}

/** a / b; infinite or NaN when b is 0. */
export function divide(a: Complex, b: Complex): Complex {
  const size = b.re * b.re + b.im * b.im
  return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size }
}

/** The square root whose real part is not negative. */
export function squareRoot(a: Complex): Complex {
  const size = Math.hypot(a.re, a.im)
  if (size === 0) return { re: 0, im: 0 }
  const larger = Math.sqrt((size + Math.abs(a.re)) / 2)
  const smaller = Math.abs(a.im) / (2 * larger)
  const [re, im] = a.re >= 0 ? [larger, smaller] : [smaller, larger]
  return { re, im: a.im < 0 ? -im : im }
}

/** |a|. */
export function size(a: Complex): number {
  return Math.hypot(a.re, a.im)
}

/** |a - b|. */
export function distance(a: Complex, b: Complex): number {
  return Math.hypot(a.re - b.re, a.im - b.im)
}
