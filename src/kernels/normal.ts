/**
 * The share of a standard normal distribution that lies at or below x.
 *
 * A power series up to 2.5, beyond it the continued fraction of the tail, so that small shares
 * keep 13 digits. NaN stays NaN.
 *
 * @see Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.2.11 and 26.2.14
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN
  const a = Math.abs(x)
  if (a > 2.5) return x < 0 ? tail(a) : 1 - tail(a)
  let term = x
  let sum = x
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (x * x) / (2 * n + 1)
    sum += term
  }
  return 0.5 + normalDensity(x) * sum
}

/** The density of a standard normal distribution at x. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
}

/**
 * The value at or below which a share p of a standard normal distribution lies; infinite at 0 and
 * 1, NaN outside.
 *
 * An estimate that is right to 4.5e-4, refined by Halley's method on `normalCdf`.
 *
 * @see Abramowitz & Stegun (1964), 26.2.23
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (p > 0.5) return -normalQuantile(1 - p)
  const t = Math.sqrt(-2 * Math.log(p))
  const top = 2.515517 + t * (0.802853 + t * 0.010328)
  let x = top / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  for (let turn = 0; turn < 4; turn++) {
    const step = (normalCdf(x) - p) / normalDensity(x)
    x -= step / (1 + (x * step) / 2)
  }
  return x
}

/** The share above a, for a above 2.5. */
function tail(a: number): number {
  // The error of n terms is about exp(-2 a sqrt(2 n)).
  let fraction = a
  for (let n = Math.ceil(20 + 300 / (a * a)); n >= 1; n--) fraction = a + n / fraction
  return normalDensity(a) / fraction
}
